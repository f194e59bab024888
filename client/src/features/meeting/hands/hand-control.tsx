import { Hand } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../engine/model.js';
import { ControlButton } from '../../../ui/control-button.js';
import { useAct } from '../use-act.js';
import { useSelf } from '../use-self.js';
import { useHand } from './use-hand.js';

/** Raises and lowers one's own hand. */
export function HandControl({ call }: { readonly call: Pick<CallView, 'people' | 'controls'> }) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const place = useHand(call, useSelf(call)?.participantId);
  const isRaised = place !== undefined;
  return (
    <Radix.Button asChild>
      <ControlButton
        label={t(isRaised ? 'hands.lower' : 'hands.raise')}
        icon={<Hand aria-hidden="true" />}
        state={isRaised ? 'active' : 'on'}
        aria-description={isRaised ? t('hands.place', { place }) : undefined}
        onClick={() => void act(isRaised ? 'hand.lower' : 'hand.raise', {})}
      />
    </Radix.Button>
  );
}
