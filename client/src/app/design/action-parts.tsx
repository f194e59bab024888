import { Copy, Plus, Settings, Trash2, X } from 'lucide-react';
import { Button, type ButtonSize, type ButtonVariant } from '../../ui/button.js';
import { IconButton } from '../../ui/icon-button.js';
import { Logo } from '../../ui/logo.js';
import { Tooltip } from '../../ui/tooltip.js';
import { Example, Section } from './section.js';

const VARIANTS: readonly ButtonVariant[] = ['primary', 'secondary', 'quiet', 'danger'];
const SIZES: readonly ButtonSize[] = ['small', 'medium', 'large'];

export function ActionParts() {
  return (
    <Section title="Actions">
      {VARIANTS.map((variant) => (
        <Example key={variant} caption={`Button, ${variant}`}>
          <Button variant={variant}>Start</Button>
          <Button variant={variant} icon={variant === 'danger' ? <Trash2 /> : <Plus />}>
            With icon
          </Button>
          <Button variant={variant} busy>
            Busy
          </Button>
          <Button variant={variant} disabled>
            Disabled
          </Button>
        </Example>
      ))}
      <Example caption="Button, sizes">
        {SIZES.map((size) => (
          <Button key={size} size={size} icon={<Copy />}>
            {size}
          </Button>
        ))}
      </Example>
      <Example caption="Button, wide">
        <Button wide variant="primary" size="large">
          Join now
        </Button>
      </Example>
      <Example caption="IconButton">
        <IconButton label="Settings" icon={<Settings />} />
        <IconButton label="Copy link" icon={<Copy />} aria-pressed />
        <IconButton label="Close small" icon={<X />} size="small" />
        <IconButton label="Not now" icon={<Trash2 />} disabled />
      </Example>
      <Example caption="Tooltip, on hover and focus">
        <Tooltip label="Only hosts see this" shortcut="Ctrl+K">
          <Button>Point at me</Button>
        </Tooltip>
      </Example>
      <Example caption="Logo">
        <Logo size="small" />
        <Logo />
        <Logo size="large" />
        <Logo isMarkOnly />
      </Example>
    </Section>
  );
}
