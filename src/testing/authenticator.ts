import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

type Ceremony = { challenge: string; origin?: string; rpId?: string; userVerified?: boolean };

/** The part of CBOR (RFC 8949) that an attestation is written in. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, entry]) => [cbor(key), cbor(entry)])]);
  throw new Error("nothing that an authenticator says");
}
function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size]);
  if (size < 256) return Buffer.from([(major << 5) | 24, size]);
  return Buffer.from([(major << 5) | 25, size >> 8, size & 255]);
}

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();

/** An authenticator in software (WebAuthn §6) with one passkey, which can also do what a good one never does. */
export class Authenticator {
  readonly id = randomBytes(16).toString("base64url");
  counter = 0;
  /** Whether it counts its signatures; those that are kept on several devices stay at 0. */
  readonly counts: boolean;
  userHandle = "";
  private readonly privateKey: KeyObject;
  private readonly publicKey: Buffer;

  constructor({ counts = true } = {}) {
    this.counts = counts;
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.privateKey = privateKey;
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    this.publicKey = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, "base64url")],
        [-3, Buffer.from(y, "base64url")],
      ]),
    );
  }

  /** Answers `navigator.credentials.create`. */
  attest(options: unknown, ceremony: Partial<Ceremony> = {}) {
    const { challenge, user } = options as { challenge: string; user: { id: string } };
    this.userHandle = user.id;
    const given = { challenge, ...ceremony };
    const id = Buffer.from(this.id, "base64url");
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, this.publicKey]);
    const authData = this.authData(given, attested);
    const attestationObject = cbor(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    );
    return {
      ...this.shell(),
      response: {
        clientDataJSON: this.clientData("webauthn.create", given).toString("base64url"),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  /** Answers `navigator.credentials.get`. */
  assert(options: unknown, ceremony: Partial<Ceremony> = {}) {
    if (this.counts) this.counter += 1;
    const given = { challenge: (options as { challenge: string }).challenge, ...ceremony };
    const clientData = this.clientData("webauthn.get", given);
    const authData = this.authData(given);
    const signature = createSign("sha256")
      .update(Buffer.concat([authData, sha256(clientData)]))
      .sign(this.privateKey);
    return {
      ...this.shell(),
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: signature.toString("base64url"),
        userHandle: this.userHandle,
      },
    };
  }

  private shell() {
    return { id: this.id, rawId: this.id, type: "public-key" as const, clientExtensionResults: {} };
  }
  private clientData(type: string, { challenge, origin = "http://localhost:3000" }: Ceremony): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }
  private authData({ rpId = "localhost", userVerified = true }: Ceremony, attested?: Buffer): Buffer {
    const flags = 0x01 | (userVerified ? 0x04 : 0) | (attested ? 0x40 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, attested ?? Buffer.alloc(0)]);
  }
}
