import { Copy, Link2, MessageSquare, MicOff, Settings, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Dialog } from '../../ui/dialog.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Menu, MenuCheckItem, MenuChoice, MenuItem, MenuSeparator } from '../../ui/menu.js';
import { Panel } from '../../ui/panel.js';
import { TextField } from '../../ui/text-field.js';
import { useVoice } from '../../ui/ui-root.js';
import styles from './design-page.module.css';
import { Example, Section } from './section.js';

export function OverlayParts() {
  return (
    <Section title="Overlays">
      <MenuExample />
      <DialogExamples />
      <PanelExample />
      <ToastExamples />
    </Section>
  );
}

function MenuExample() {
  const [layout, setLayout] = useState<'grid' | 'speaker'>('grid');
  const [isHidden, setHidden] = useState(true);
  const { announce } = useVoice();
  return (
    <Example caption="Menu">
      <Menu trigger={<Button>Actions</Button>}>
        <MenuItem icon={<MicOff />} shortcut="M" onSelect={() => announce('Muted')}>
          Mute
        </MenuItem>
        <MenuItem icon={<Settings />} disabled onSelect={() => {}}>
          Make co-host
        </MenuItem>
        <MenuSeparator />
        <MenuChoice
          label="Layout"
          value={layout}
          options={[
            { value: 'grid', label: 'Grid' },
            { value: 'speaker', label: 'Speaker' },
          ]}
          onChange={setLayout}
        />
        <MenuCheckItem checked={isHidden} onChange={setHidden}>
          Hide people without video
        </MenuCheckItem>
        <MenuSeparator />
        <MenuItem icon={<UserRoundX />} tone="danger" onSelect={() => announce('Removed', 'assertive')}>
          Remove
        </MenuItem>
      </Menu>
    </Example>
  );
}

function DialogExamples() {
  const [shown, setShown] = useState<'dialog' | 'sheet' | 'confirm' | undefined>(undefined);
  const close = () => setShown(undefined);
  return (
    <Example caption="Dialog, sheet, confirmation">
      <Button onClick={() => setShown('dialog')}>Open dialog</Button>
      <Button onClick={() => setShown('sheet')}>Open sheet</Button>
      <Button onClick={() => setShown('confirm')}>Open confirmation</Button>
      <Dialog
        open={shown === 'dialog'}
        onOpenChange={close}
        title="Invite people"
        description="Anyone with this link can ask to join."
        actions={
          <>
            <Button variant="quiet" onClick={close}>
              Later
            </Button>
            <Button variant="primary" icon={<Copy />} onClick={close}>
              Copy link
            </Button>
          </>
        }
      >
        <TextField label="Link to send" readOnly value="https://parley.example/m/0198c0de" prefix={<Link2 />} />
      </Dialog>
      <Dialog open={shown === 'sheet'} onOpenChange={close} placement="sheet" title="Settings">
        <TextField label="Display name" defaultValue="Ada" />
      </Dialog>
      <ConfirmDialog
        open={shown === 'confirm'}
        onOpenChange={close}
        tone="danger"
        title="End the meeting for everyone?"
        description="All 12 people will be disconnected. This can't be undone."
        confirmLabel="End meeting"
        onConfirm={close}
      />
    </Example>
  );
}

function PanelExample() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Example caption="Panel: a column; the whole page on a phone">
      {isOpen ? (
        <div className={styles.panelPlace}>
          <Panel
            title="Chat"
            onClose={() => setOpen(false)}
            footer={<TextField label="Message" isLabelHidden placeholder="Message" />}
          >
            <EmptyState icon={<MessageSquare />} title="No messages yet">
              What is written here stays with the meeting.
            </EmptyState>
          </Panel>
        </div>
      ) : (
        <Button onClick={() => setOpen(true)}>Open panel</Button>
      )}
    </Example>
  );
}

function ToastExamples() {
  const { toast } = useVoice();
  return (
    <Example caption="Toast">
      <Button onClick={() => toast({ title: 'Link copied', tone: 'success' })}>Success</Button>
      <Button
        onClick={() =>
          toast({
            title: 'Hana asks you to unmute',
            action: { label: 'Unmute', onPress: () => toast({ title: 'Unmuted' }) },
          })
        }
      >
        With action
      </Button>
      <Button
        onClick={() =>
          toast({
            title: 'Your microphone stopped',
            detail: 'Plug it in again.',
            tone: 'danger',
            leavesByItself: false,
          })
        }
      >
        Failure that stays
      </Button>
    </Example>
  );
}
