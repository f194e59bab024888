import { Check, Link2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonProps } from './button.js';
import { useVoice } from './ui-root.js';

/** How long the button says that it worked. */
const THANKS_MS = 2_000;

/** Puts a text on the clipboard and says how it went. Returns whether it worked; never rejects. */
export function useCopyLink(link: string): () => Promise<boolean> {
  const { t } = useTranslation();
  const { toast, announce } = useVoice();
  return async () => {
    try {
      await navigator.clipboard.writeText(link);
      announce(t('link.copied'));
      return true;
    } catch {
      toast({ title: t('link.failed'), detail: t('link.failedBody'), tone: 'danger' });
      return false;
    }
  };
}

interface Props extends Pick<ButtonProps, 'variant' | 'size' | 'wide'> {
  readonly link: string;
}

/** A button that copies a link and says on itself that it did. */
export function CopyLink({ link, ...looks }: Props) {
  const { t } = useTranslation();
  const copy = useCopyLink(link);
  const [copiedAt, setCopiedAt] = useState<number | undefined>();

  useEffect(() => {
    if (copiedAt === undefined) return undefined;
    const timer = setTimeout(() => setCopiedAt(undefined), THANKS_MS);
    return () => clearTimeout(timer);
  }, [copiedAt]);

  const press = async () => {
    if (await copy()) setCopiedAt(Date.now());
  };
  const isCopied = copiedAt !== undefined;
  return (
    <Button
      {...looks}
      icon={isCopied ? <Check aria-hidden="true" /> : <Link2 aria-hidden="true" />}
      onClick={() => void press()}
    >
      {t(isCopied ? 'link.copied' : 'link.copy')}
    </Button>
  );
}
