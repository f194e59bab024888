import { BYTES_BODY, NO_ANSWER, type RestRoute } from './route.js';

const FILES = { tag: 'Files', caller: 'token', query: 'ConversationQuery' } as const;

const ONE = '/conversations/{conversationId}/files/{fileId}';

export const fileRoutes = {
  'files.limits': {
    tag: 'Files',
    method: 'GET',
    path: '/file-limits',
    summary: 'Tells how large files may be here',
    about: 'As the operator has set it.',
    caller: 'anybody',
    answers: { 200: 'FileLimits' },
    refusals: [],
  },
  'files.begin': {
    ...FILES,
    method: 'POST',
    path: '/conversations/{conversationId}/files',
    summary: 'Begins to upload a file, or goes on',
    about:
      'For who may write in the conversation. Send its bytes with PATCH, piece by piece, then name it in `chat.send`. Asked again with the same key, it tells how far the upload has come. `limit-reached` for a file that is too large, or when the caller or the conversation has no room left.',
    body: 'FileRequest',
    answers: { 201: 'FileUpload' },
    refusals: ['invalid-input', 'forbidden', 'not-found', 'conflict', 'limit-reached', 'unavailable'],
  },
  'files.append': {
    ...FILES,
    method: 'PATCH',
    path: ONE,
    summary: 'Uploads the next piece',
    about:
      'At most 1 MiB. A piece is stored whole or not at all. `conflict` when it does not begin where the upload has come to: ask for that, and go on from there. After the last piece the content is checked: pictures are written anew without their metadata, and what calls itself a picture and is none is refused with `invalid-input`, and deleted.',
    query: 'PieceQuery',
    body: BYTES_BODY,
    answers: { 200: 'FileUpload' },
    refusals: ['invalid-input', 'forbidden', 'not-found', 'conflict', 'unavailable'],
  },
  'files.state': {
    ...FILES,
    method: 'GET',
    path: `${ONE}/upload`,
    summary: 'Tells how far an upload has come',
    about: 'For who uploads it.',
    answers: { 200: 'FileUpload' },
    refusals: ['invalid-input', 'not-found'],
  },
  'files.abandon': {
    ...FILES,
    method: 'DELETE',
    path: ONE,
    summary: 'Gives an upload up',
    about: 'For who uploads it, while no message carries it. Safe to repeat.',
    answers: { 204: NO_ANSWER },
    refusals: ['invalid-input', 'not-found', 'conflict'],
  },
  'files.get': {
    ...FILES,
    method: 'GET',
    path: ONE,
    summary: 'Downloads a file',
    about:
      'For who may read the message that carries it. Always as an attachment; nothing that was uploaded is shown by a browser as a page.',
    answers: { 200: 'application/octet-stream' },
    refusals: ['invalid-input', 'not-found'],
  },
  'files.preview': {
    ...FILES,
    method: 'GET',
    path: `${ONE}/preview`,
    summary: 'Shows a picture, made small',
    about: 'For who may read the message that carries it, and for its uploader. At most 960 pixels wide and high.',
    answers: { 200: 'image/webp' },
    refusals: ['invalid-input', 'not-found'],
  },
} as const satisfies Readonly<Record<string, RestRoute>>;
