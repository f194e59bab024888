import { Copy, Link2, Mic, Search, Video } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/icon-button.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Switch } from '../../ui/switch.js';
import { TextField } from '../../ui/text-field.js';
import styles from './design-page.module.css';
import { Example, Section } from './section.js';

const MICROPHONES = [
  { value: 'default', label: 'System default' },
  { value: 'built-in', label: 'Built-in microphone with a name that is far too long for one line' },
  { value: 'gone', label: 'Headset (unplugged)', isDisabled: true },
] as const;

export function FieldParts() {
  return (
    <Section title="Fields">
      <TextFieldExamples />
      <ChoiceExamples />
    </Section>
  );
}

function TextFieldExamples() {
  return (
    <>
      <Example caption="TextField">
        <TextField label="Your name" placeholder="Ada" />
      </Example>
      <Example caption="TextField with a hint">
        <TextField label="Name in this meeting" hint="Others will see it." defaultValue="Ada Lovelace" />
      </Example>
      <Example caption="TextField with an error">
        <TextField label="Link" defaultValue="hello" error="This is not a meeting link." prefix={<Link2 />} />
      </Example>
      <Example caption="TextField, prefix and suffix">
        <TextField
          label="Invite link"
          readOnly
          value="https://parley.example/m/0198c0de-4a2b-7c3d-9e4f-5a6b7c8d9e0f"
          prefix={<Link2 />}
          suffix={<IconButton label="Copy the link" icon={<Copy />} size="small" />}
        />
      </Example>
      <Example caption="TextField, large, label hidden">
        <TextField label="Find people" isLabelHidden fieldSize="large" placeholder="Find people" prefix={<Search />} />
      </Example>
      <Example caption="TextField, disabled">
        <TextField label="Room name" disabled defaultValue="Weekly" />
      </Example>
    </>
  );
}

function ChoiceExamples() {
  const [microphone, setMicrophone] = useState<(typeof MICROPHONES)[number]['value']>('default');
  const [isOn, setOn] = useState(true);
  const [layout, setLayout] = useState<'grid' | 'speaker' | 'side'>('grid');
  return (
    <>
      <Example caption="Select">
        <Select
          label="Microphone device"
          icon={<Mic />}
          options={MICROPHONES}
          value={microphone}
          onChange={setMicrophone}
        />
      </Example>
      <Example caption="Select, disabled, with a hint">
        <Select
          label="Camera device"
          icon={<Video />}
          options={[{ value: 'none', label: 'No camera found' }]}
          value="none"
          disabled
          hint="Plug one in and it will appear here."
          onChange={() => {}}
        />
      </Example>
      <Example caption="Segmented">
        <Segmented
          label="Layout"
          segments={[
            { value: 'grid', label: 'Grid' },
            { value: 'speaker', label: 'Speaker' },
            { value: 'side', label: 'Side by side' },
          ]}
          value={layout}
          onChange={setLayout}
        />
      </Example>
      <Example caption="Switch">
        <div className={styles.stack}>
          <Switch label="Microphone" icon={<Mic />} checked={isOn} onChange={setOn} />
          <Switch
            label="Camera"
            hint="Others see you when you join"
            icon={<Video />}
            checked={!isOn}
            onChange={(on) => setOn(!on)}
          />
        </div>
      </Example>
      <Example caption="Switch, busy and disabled">
        <div className={styles.stack}>
          <Switch label="Blur" checked busy onChange={() => {}} />
          <Switch label="Record" checked={false} disabled onChange={() => {}} />
        </div>
      </Example>
    </>
  );
}
