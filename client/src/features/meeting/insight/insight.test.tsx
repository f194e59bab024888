import { act, cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fakeId } from '../fake-call.js';
import { openMeeting } from '../test-meeting.js';

afterEach(cleanup);

const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const tileOf = (name: string) =>
  document.querySelector<HTMLElement>(`[data-testid="tile"][data-participant-name="${name}"]`)!;

async function choose(trigger: string, item: string): Promise<void> {
  await press(trigger);
  await userEvent.click(screen.getByRole('menuitem', { name: item }));
}

describe('pins', () => {
  it('bring somebody to the front by their tile, and let them go, and say so', async () => {
    const { call, voice } = await openMeeting('Me', 'Ada', 'Grace');
    await userEvent.click(within(tileOf('Grace')).getByRole('button', { name: 'Pin Grace' }));
    expect(call.pins.ids.get()).toEqual([fakeId(2)]);
    expect(voice.announcer.polite.get()?.text).toBe('Grace is pinned on your screen');
    await userEvent.click(within(tileOf('Grace')).getByRole('button', { name: 'Unpin Grace' }));
    expect(call.pins.ids.get()).toEqual([]);
  });

  it('are in everybody’s menu, and not in one’s own', async () => {
    const { call } = await openMeeting('Me', 'Ada');
    act(() => call.change(fakeId(0), { role: 'participant' }));
    await press('People');
    await choose('Actions for Ada', 'Pin for me');
    expect(call.pins.ids.get()).toEqual([fakeId(1)]);
    await press('Actions for Me');
    expect(screen.queryByRole('menuitem', { name: 'Pin for me' })).toBeNull();
  });
});

describe('the connection panel', () => {
  const path = { bitrateBps: 1_240_000, lossRatio: 0.02, roundTripMs: 41, score: 3 };

  it('opens by the badge of a tile, tells both ways and what limits them, and brings the focus back', async () => {
    const { call } = await openMeeting('Me', 'Ada');
    act(() => call.change(fakeId(1), { quality: 2 }));
    call.insight.measured = {
      sent: [
        {
          ...path,
          source: 'camera',
          jitterMs: 3.4,
          codec: 'video/VP8',
          isPaused: false,
          layerCounts: { spatial: 3, temporal: 3 },
          arrivingCount: 2,
          limit: 'sender-path',
        },
      ],
      received: [
        {
          ...path,
          source: 'camera',
          state: 'flowing',
          layers: { spatial: 0, temporal: 2 },
          limit: 'receiver-bandwidth',
        },
        { ...path, source: 'microphone', state: 'not-loudest' },
      ],
      receivableBps: 640_000,
      local: [
        { source: 'camera', jitterMs: 12, framesPerSecond: 24, widthPx: 320, heightPx: 180, limitedBy: undefined },
      ],
    };
    await press('Connection of Ada: bad');
    const panel = screen.getByRole('complementary', { name: 'Connection' });
    const sent = await within(panel).findByRole('region', { name: 'From Ada to the server' });
    within(sent).getByText('1.2 Mbit/s');
    within(sent).getByText('2 of 3');
    within(sent).getByText(/sender’s connection, which loses packets/);
    const received = within(panel).getByRole('region', { name: 'From the server to you' });
    within(received).getByText('320 × 180, 24 per second');
    within(received).getByText('12 ms');
    within(received).getByText('1 of 3');
    within(received).getByText(/does not carry the next size/);
    within(received).getByText(/louder people are forwarded/);
    within(panel).getByText(/up to 640 kbit\/s/);
    expect(panel.contains(document.activeElement)).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Connection of Ada: bad');
  });

  it('tells of oneself what this device knows better than the server', async () => {
    const { call } = await openMeeting('Me');
    call.insight.measured = {
      sent: [
        {
          ...path,
          source: 'camera',
          jitterMs: 1,
          codec: 'video/VP8',
          isPaused: false,
          layerCounts: { spatial: 3, temporal: 3 },
          arrivingCount: 1,
          limit: 'sender-sends-less',
        },
      ],
      received: [],
      local: [
        { source: 'camera', jitterMs: undefined, framesPerSecond: 9, widthPx: 320, heightPx: 180, limitedBy: 'cpu' },
      ],
    };
    await choose('More', 'Connection details');
    await screen.findByText(/this device, which is too busy/);
    expect(screen.queryByRole('region', { name: 'From the server to you' })).toBeNull();
  });
});

const listening = () => screen.getByRole('complementary', { name: 'Who hears whom' });

describe('the audibility panel', () => {
  it('tells who hears me and who does not, and mends it at a press', async () => {
    const { call, voice } = await openMeeting('Me', 'Ada', 'Grace', 'Mia');
    call.insight.heard = {
      listeners: [
        { participantId: fakeId(1) },
        { participantId: fakeId(2), fault: 'playout-blocked' },
        { participantId: fakeId(3), fault: 'away' },
      ],
    };
    call.insight.step = 'asked';
    await choose('More', 'Who hears me?');
    await within(listening()).findByText('1 of 3 people hear you');
    const rows = within(screen.getByRole('list', { name: 'Listeners' })).getAllByRole('listitem');
    expect(rows.map((row) => row.getAttribute('aria-label'))).toEqual(['Grace', 'Mia', 'Ada']);
    within(rows[1]!).getByText(/being restored/);
    expect(within(rows[1]!).queryByRole('button')).toBeNull();
    await press('Ask to turn sound on: Grace');
    expect(call.insight.mended).toEqual([[fakeId(0), fakeId(2)]]);
    expect(voice.toasts.shown.get().map(({ title }) => title)).toContain('Grace was asked to turn their sound on.');
  });

  it('lets me turn my microphone on where that is what is missing', async () => {
    const { call } = await openMeeting('Me', 'Ada');
    call.insight.heard = { speakerFault: 'off', listeners: [{ participantId: fakeId(1) }] };
    await choose('More', 'Who hears me?');
    await within(listening()).findByText('0 of 1 person hears you');
    await press('Turn microphone on');
    expect(call.devices.microphone.state.get().kind).toBe('live');
  });

  it('offers nothing about two others to who is no host', async () => {
    const { call } = await openMeeting('Me', 'Ada', 'Grace');
    act(() => call.change(fakeId(0), { role: 'participant' }));
    call.insight.heard = { listeners: [{ participantId: fakeId(2), fault: 'not-ready' }] };
    await press('People');
    await choose('Actions for Ada', 'Who hears whom');
    await within(listening()).findByText('0 of 1 person hears Ada');
    expect(screen.queryByRole('button', { name: /: Grace$/ })).toBeNull();
  });

  it('tells who is not heard here, with the way to mend it', async () => {
    const { call, voice } = await openMeeting('Me', 'Ada');
    act(() => call.isSoundBlocked.set(true));
    act(() => call.insight.soundWish.set({ speakerId: fakeId(1) }));
    const [toast] = voice.toasts.shown.get();
    expect(toast?.title).toBe('Ada speaks, and you do not hear it');
    act(() => toast?.action?.onPress());
    expect(call.isSoundBlocked.get()).toBe(false);
  });
});

it('lets the presenter choose what a share is made for', async () => {
  const { call, voice } = await openMeeting('Me');
  await press('Share screen');
  await press('Sharing options');
  await userEvent.click(screen.getByRole('menuitemradio', { name: 'Smooth motion' }));
  expect(call.devices.screen.choice.get()).toBe('motion');
  expect(voice.announcer.polite.get()?.text).toBe('Your share is now smooth, for motion');
});
