import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The key pair that signs exports of one installation. */
export interface ExportKey {
  /** base64 of the SPKI form, as it stands in the manifest. */
  publicKey: string;
  /** The same as PEM, to be handed to readers on another way than with the file. */
  publicPem: string;
  sign(bytes: Uint8Array): Buffer;
}

/**
 * The installation's ed25519 key, made once and kept in `<dataDir>/keys`, readable by the product's own account only. It
 * does not lie in the database: whoever can change rows can therefore not sign them.
 */
export function exportKey(dataDir: string): ExportKey {
  const file = path.join(dataDir, 'keys', 'export-ed25519.pem');
  const secret = createPrivateKey(keptPem(file));
  const open = createPublicKey(secret);
  return {
    publicKey: open.export({ format: 'der', type: 'spki' }).toString('base64'),
    publicPem: open.export({ format: 'pem', type: 'spki' }).toString(),
    sign: (bytes) => sign(null, bytes, secret),
  };
}

function keptPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fresh: KeyObject = generateKeyPairSync('ed25519').privateKey;
  try {
    writeFileSync(file, fresh.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process was first: there is one key only.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
