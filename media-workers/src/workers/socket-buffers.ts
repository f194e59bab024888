/**
 * What the sockets of media hold while their worker does something else, in bytes. A system's usual 208 KiB are some ninety
 * packets of video, a hundredth of a second of a large meeting: what does not fit is lost, sound as well. Not much more either,
 * for what waits long is too late. The system gives no more than its `net.core.rmem_max` and `wmem_max`, twice over (socket(7)).
 */
const BUFFER_BYTES = 1_048_576;

export const SOCKET_BUFFERS = { recvBufferSize: BUFFER_BYTES, sendBufferSize: BUFFER_BYTES } as const;
