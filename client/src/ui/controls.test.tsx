/** @jest-environment jsdom */
import { afterEach, expect, it } from '@jest/globals';
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Button } from './button.js';
import { ControlButton } from './control-button.js';
import { Meter } from './meter.js';
import { Panel } from './panel.js';
import { Segmented } from './segmented.js';
import { Select } from './select.js';
import { Switch } from './switch.js';
import { renderPart } from '../testing/render-part.js';
import { TextField } from './text-field.js';
import { WatchedValue } from './watched.js';

afterEach(cleanup);

it('a busy button keeps its name and focus, and neither presses nor submits', async () => {
  const heard: string[] = [];
  await renderPart(
    <form onSubmit={() => heard.push('submit')}>
      <Button type="submit" busy onClick={() => heard.push('press')}>
        Join
      </Button>
    </form>,
  );
  const button = screen.getByRole('button', { name: 'Join', busy: true });
  await userEvent.tab();
  expect(document.activeElement).toBe(button);
  await userEvent.keyboard('{Enter}');
  await userEvent.click(button);
  expect(heard).toEqual([]);
});

it('a meeting control is named by what it does, and a busy one does nothing', async () => {
  let presses = 0;
  await renderPart(
    <>
      <ControlButton label="Mute microphone" icon={<svg />} onClick={() => (presses += 1)} />
      <ControlButton label="Share screen" icon={<svg />} state="busy" onClick={() => (presses += 1)} />
      <ControlButton label="Camera is blocked" icon={<svg />} state="blocked" onClick={() => (presses += 1)} />
      <ControlButton label="Chat" icon={<svg />} badgeCount={3} />
    </>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Mute microphone' }));
  await userEvent.click(screen.getByRole('button', { name: 'Share screen', busy: true }));
  await userEvent.click(screen.getByRole('button', { name: 'Camera is blocked' }));
  expect(presses).toBe(2);
  screen.getByRole('button', { name: 'Chat' });
});

it('a switch turns by its label and by the keyboard, and not while it is busy', async () => {
  const heard: string[] = [];
  await renderPart(
    <>
      <Switch label="Microphone" checked={false} onChange={(on) => heard.push(`microphone ${on}`)} />
      <Switch label="Camera" hint="Others see you" checked busy onChange={(on) => heard.push(`camera ${on}`)} />
    </>,
  );
  await userEvent.click(screen.getByText('Microphone'));
  screen.getByRole('switch', { name: 'Microphone', checked: false }).focus();
  await userEvent.keyboard(' ');
  const camera = screen.getByRole('switch', { name: 'Camera', description: 'Others see you', checked: true });
  await userEvent.click(camera);
  expect(heard).toEqual(['microphone true', 'microphone true']);
});

it('a field with an error is invalid and described by it; its name stays the label', async () => {
  await renderPart(<TextField label="Your name" hint="Others see it." error="Too long." />);
  const field = screen.getByRole('textbox', { name: 'Your name' });
  expect(field.getAttribute('aria-invalid')).toBe('true');
  screen.getByRole('textbox', { description: 'Too long. Others see it.' });
});

it('a select hands out one of its own values', async () => {
  const heard: string[] = [];
  const options = [
    { value: 'a', label: 'Built-in' },
    { value: 'b', label: 'Headset' },
  ] as const;
  await renderPart(<Select label="Microphone" options={options} value="a" onChange={(value) => heard.push(value)} />);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Microphone' }), 'Headset');
  expect(heard).toEqual(['b']);
});

it('a segmented choice is a group of radio buttons', async () => {
  const heard: string[] = [];
  const segments = [
    { value: 'grid', label: 'Grid' },
    { value: 'speaker', label: 'Speaker' },
  ] as const;
  await renderPart(
    <Segmented label="Layout" segments={segments} value="grid" onChange={(value) => heard.push(value)} />,
  );
  screen.getByRole('group', { name: 'Layout' });
  screen.getByRole('radio', { name: 'Grid', checked: true });
  await userEvent.click(screen.getByRole('radio', { name: 'Speaker' }));
  expect(heard).toEqual(['speaker']);
});

it('a meter follows its level without drawing anew, within its range, in coarse steps for screen readers', async () => {
  const level = new WatchedValue(0);
  await renderPart(<Meter label="Microphone level" level={level} />);
  const meter = screen.getByRole<HTMLMeterElement>('meter', { name: 'Microphone level' });
  const drawing = meter.nextElementSibling as HTMLElement;
  const seen = () => [meter.value, drawing.style.getPropertyValue('--level')];

  act(() => level.set(0.4567));
  expect(seen()).toEqual([0.5, '0.457']);
  act(() => level.set(7));
  expect(seen()).toEqual([1, '1.000']);
  cleanup();
  level.set(0.1);
  expect(seen()).toEqual([1, '1.000']);
});

it('a panel is a named landmark that closes by its button and by Escape inside it', async () => {
  let closes = 0;
  await renderPart(
    <Panel title="Chat" onClose={() => (closes += 1)} footer={<TextField label="Message" />}>
      empty
    </Panel>,
  );
  screen.getByRole('complementary', { name: 'Chat' });
  await userEvent.click(screen.getByRole('button', { name: 'Close Chat' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Message' }), '{Escape}');
  expect(closes).toBe(2);
});
