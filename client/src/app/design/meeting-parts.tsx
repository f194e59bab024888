import {
  ChevronUp,
  Ellipsis,
  Hand,
  MessageSquare,
  Mic,
  MicOff,
  MonitorUp,
  PhoneOff,
  UsersRound,
  Video,
  VideoOff,
} from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../../ui/avatar.js';
import { ControlButton, ControlPair } from '../../ui/control-button.js';
import { Meter } from '../../ui/meter.js';
import { Slider } from './slider.js';
import { WatchedValue } from '../../ui/watched.js';
import styles from './design-page.module.css';
import { Example, Section } from './section.js';

const PEOPLE = [
  ['a', 'Ada Lovelace'],
  ['b', 'Grace Hopper'],
  ['c', '李雷'],
  ['d', 'Márta Kovács'],
  ['e', 'Jean-Luc'],
  ['f', 'فاطمة الزهراء'],
  ['g', 'Ö'],
  ['h', '🦊 Fox'],
  ['i', '…'],
] as const;

export function MeetingParts() {
  return (
    <Section title="Meeting">
      <ControlExamples />
      <PeopleExamples />
    </Section>
  );
}

function ControlExamples() {
  const [isMuted, setMuted] = useState(false);
  return (
    <>
      <Example caption="ControlButton: on, off, active, busy, blocked, danger" isWide>
        <ControlPair label="Microphone">
          <ControlButton
            label={isMuted ? 'Unmute microphone' : 'Mute microphone'}
            icon={isMuted ? <MicOff /> : <Mic />}
            state={isMuted ? 'off' : 'on'}
            shortcut="Ctrl+D"
            onClick={() => setMuted(!isMuted)}
          />
          <ControlButton label="Choose a microphone" icon={<ChevronUp />} aria-haspopup="menu" />
        </ControlPair>
        <ControlButton label="Turn camera on" icon={<VideoOff />} state="off" />
        <ControlButton label="Turn camera off" icon={<Video />} />
        <ControlButton label="Share screen" icon={<MonitorUp />} state="busy" />
        <ControlButton label="Camera is blocked" icon={<VideoOff />} state="blocked" />
        <ControlButton label="Lower hand" icon={<Hand />} state="active" />
        <ControlButton
          label="Chat"
          aria-description="3 unread messages"
          icon={<MessageSquare />}
          badgeCount={3}
          aria-expanded={false}
        />
        <ControlButton label="People" icon={<UsersRound />} state="active" badgeCount={120} aria-expanded />
        <ControlButton label="More" icon={<Ellipsis />} disabled />
        <ControlButton label="Leave" icon={<PhoneOff />} tone="danger" />
        <ControlButton label="Leave for good" icon={<PhoneOff />} tone="danger" showLabel />
      </Example>
      <Example caption="The same on a stage that is always dark" isWide>
        <div className={styles.darkStage} data-theme="dark">
          <ControlButton label="Mute" icon={<Mic />} />
          <ControlButton label="Turn the camera on" icon={<VideoOff />} state="off" />
          <ControlButton label="Lower the hand" icon={<Hand />} state="active" />
          <ControlButton label="Microphone is blocked" icon={<MicOff />} state="blocked" />
          <ControlButton label="Leave the meeting" icon={<PhoneOff />} tone="danger" />
        </div>
      </Example>
    </>
  );
}

function PeopleExamples() {
  const [level] = useState(() => new WatchedValue(0.55));
  return (
    <>
      <Example caption="Avatar" isWide>
        {PEOPLE.map(([id, name]) => (
          <Avatar key={id} id={id} name={name} />
        ))}
        <Avatar id="a" name="Ada Lovelace" size="small" />
        <Avatar id="a" name="Ada Lovelace" size="large" />
      </Example>
      <Example caption="Avatar, huge, follows its tile">
        <div className={styles.tile}>
          <Avatar id="b" name="Grace Hopper" size="huge" />
        </div>
      </Example>
      <Example caption="Meter, bar and dots">
        <div className={styles.stack}>
          <Meter label="Microphone level" level={level} />
          <Meter label="Microphone level, dots" level={level} shape="dots" />
          <Slider label="Level to show" initial={level.get()} onChange={(next) => level.set(next)} />
        </div>
      </Example>
    </>
  );
}
