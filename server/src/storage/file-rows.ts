import type { Attachment, FileId } from '#contracts';

/** A file as its row tells of it. */
export interface AttachmentRow {
  readonly fileId: FileId;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/** The files of a message row `m`, in their order. */
export const ATTACHMENTS_OF = `
  CASE WHEN m.has_files THEN (
    SELECT json_agg(json_build_object('fileId', f.file_id, 'name', f.name, 'sizeBytes', f.size_bytes,
      'mediaType', f.media_type, 'widthPx', f.width_px, 'heightPx', f.height_px) ORDER BY f.position)
    FROM chat_files f WHERE f.conversation_id = m.conversation_id AND f.seq = m.seq
  ) END`;

export function attachmentFrom({ fileId, name, sizeBytes, mediaType, widthPx, heightPx }: AttachmentRow): Attachment {
  return {
    fileId,
    name,
    sizeBytes,
    mediaType,
    ...(widthPx !== null && heightPx !== null && { picture: { widthPx, heightPx } }),
  };
}
