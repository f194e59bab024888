import type { Patch } from '../patch.ts';

export const handshake: readonly Patch[] = [
  {
    file: 'src/RTC/DtlsTransport.cpp',
    expected: '(operationType == BIO_CB_RETURN)',
    replacement: '((operationType & BIO_CB_RETURN) != 0)',
    reason:
      'OpenSSL ORs BIO_CB_RETURN with the operation. When it is built with kernel TLS, the stock test makes ' +
      'BIO_get_ktls_send() read as true, no write buffer is made, and the first DTLS handshake ends the worker.',
  },
];
