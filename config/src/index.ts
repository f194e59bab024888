export { ConfigurationError, type Environment } from './environment.js';
export { loadMediaHostConfig, type MediaHostConfig } from './media-host.js';
export { loadServerConfig, type ServerConfig } from './server.js';
