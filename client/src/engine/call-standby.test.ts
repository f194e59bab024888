/** @jest-environment node */
import { expect, it } from '@jest/globals';
import { RoomView, type ConsumerOffer } from '#contracts';
import { ManualClock } from '#kernel';
import { Call } from './call.js';
import { fakeCallPorts } from './fakes/fake-call-ports.js';
import { FakeHardware } from './fakes/fake-hardware.js';
import { CAPABILITIES, FakeRtc } from './fakes/fake-rtc.js';
import { FakeSignal } from './fakes/fake-signal.js';
import { offer, person, personId, ROOM, session, snapshot } from './fakes/samples.js';
import { turns } from './fakes/turns.js';

it('stands by while a call rings, without a device, and comes in when it is taken', async () => {
  const [clock, hardware, signal] = [new ManualClock(), new FakeHardware(), new FakeSignal()];
  const room = { roomId: ROOM, isHost: false, needsPassword: false, isLobbyOn: false, isLocked: false };
  const getRoom = async () => RoomView.parse({ ...room, routerRtpCapabilities: CAPABILITIES.rtpCapabilities });
  const call = new Call(ROOM, fakeCallPorts({ clock, hardware, signal, rtc: new FakeRtc(), getRoom }));
  signal.open();
  await call.standBy();
  const preparedCount = () => signal.inputsOf('meeting.prepare').length;
  expect([call.state.get().kind, preparedCount(), hardware.opened.length]).toEqual(['ready', 0, 0]);
  const early = (consumers: readonly ConsumerOffer[]) => () => ({
    early: { participantId: personId(1), iceServers: [], media: session(1, consumers) },
  });
  signal.answers['meeting.prepare'] = early([]);
  clock.advance(1_000);
  await turns();
  signal.answers['meeting.prepare'] = early([offer(1, 2, 'camera')]);
  clock.advance(1_000);
  await turns();
  clock.advance(5_000);
  await turns();
  expect([preparedCount(), hardware.opened.length]).toEqual([2, 0]);

  signal.answers['meeting.join'] = () => ({
    participantId: personId(1),
    resumeToken: 'resume-token-of-person-1',
    snapshot: snapshot(5, [person(1), person(2)]),
    iceServers: [],
    media: session(1, [offer(1, 2, 'camera')]),
  });
  await call.comeIn({ name: 'Ada', isCameraWanted: false });
  await turns();
  expect(call.state.get()).toEqual({ kind: 'joined' });
  expect(signal.inputsOf('meeting.join')).toMatchObject([{ name: 'Ada', isPrepared: true }]);
  expect([call.devices.microphone.state.get().kind, call.devices.camera.state.get().kind]).toEqual(['live', 'off']);
  await call.comeIn({ name: 'Ada', isCameraWanted: true });
  expect(call.state.get()).toEqual({ kind: 'joined' });
});
