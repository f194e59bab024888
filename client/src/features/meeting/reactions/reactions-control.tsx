import { Smile } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { REACTIONS } from '#contracts';
import type { CallView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { ControlButton } from '../../../ui/control-button.js';
import { Menu, MenuHeading, MenuIcons, MenuItem } from '../../../ui/menu.js';
import { useVoice } from '../../../ui/ui-root.js';
import { useAct } from '../use-act.js';
import { ReactionSign } from './reaction-sign.js';

/** Sends one of a few reactions. Where hosts do not allow them, it says so. */
export function ReactionsControl({ call }: { readonly call: Pick<CallView, 'controls'> }) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const act = useAct(call.controls);
  const { reactions: isAllowed } = useStore(call.controls.rights);
  if (!isAllowed)
    return (
      <Radix.Button asChild>
        <ControlButton
          label={t('reactions.title')}
          icon={<Smile aria-hidden="true" />}
          state="blocked"
          aria-description={t('rights.withheldReactions')}
          onClick={() => toast({ title: t('rights.withheldReactions'), detail: t('rights.askHost') })}
        />
      </Radix.Button>
    );
  return (
    <Menu
      side="top"
      align="center"
      trigger={
        <Radix.Button asChild>
          <ControlButton label={t('reactions.title')} icon={<Smile aria-hidden="true" />} />
        </Radix.Button>
      }
    >
      {REACTIONS.map((reaction) => (
        <MenuItem
          key={reaction}
          icon={<ReactionSign reaction={reaction} />}
          onSelect={() => void act('reaction.send', { reaction })}
        >
          {t(`reactions.${reaction}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** The same inside another menu, where the toolbar has no room for them. */
export function ReactionItems({ call }: { readonly call: Pick<CallView, 'controls'> }) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { reactions: isAllowed } = useStore(call.controls.rights);
  if (!isAllowed) return <MenuHeading>{t('rights.withheldReactions')}</MenuHeading>;
  return (
    <MenuIcons
      label={t('reactions.title')}
      options={REACTIONS.map((value) => ({
        value,
        label: t(`reactions.${value}`),
        icon: <ReactionSign reaction={value} />,
      }))}
      onSelect={(reaction) => void act('reaction.send', { reaction })}
    />
  );
}
