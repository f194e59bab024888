export { ConfigurationError, UNFIT_EXIT_CODE, type Environment } from './environment.js';
export { type FilesConfig } from './files.js';
export { loadMediaHostConfig, type MediaHostConfig, type VideoCodec } from './media-host.js';
export { type MailConfig } from './mail.js';
export { type ObjectStoreConfig, type S3Config } from './object-store.js';
export { type OidcConfig } from './oidc.js';
export { loadServerConfig, type ServerConfig } from './server.js';
export type { TurnConfig } from './turn.js';
