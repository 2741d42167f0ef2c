/** A bucket of an S3-compatible store. */
export type S3Config = {
  bucket: string;
  region: string;
  /** Null: Amazon's own, by region. */
  endpoint: string | null;
  /** Null: what the AWS SDK finds, such as the role of the machine. */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** The bucket in the path instead of in the host's name, as most stores other than Amazon's want it. */
  pathStyle: boolean;
  /** What every key begins with. */
  prefix: string;
};

export type OpenFgaConfig = {
  url: string;
  storeId: string;
  /** The model that the operator pins; null: the server is given ours. */
  modelId: string | null;
  token: string | null;
};

/** What the operator decided, parsed once from the environment by `src/env.ts`. */
export type Config = {
  production: boolean;
  dev: boolean;
  host: string;
  port: number;
  /** Origin of the portal, without a slash at its end. The only source of absolute URLs. */
  publicUrl: string;
  /** Folder for the spool, uploaded files and generated secrets. */
  dataFolder: string;
  databaseUrl: string;
  databasePoolSize: number;
  /** At least 32 bytes. Keys for signing and sealing are derived from it, one for each purpose. */
  secret: string;
  /** Brand prefix of secrets: `gk` in `gk_live_…`. */
  secretPrefix: string;
  trustedProxies: readonly string[];
  /** Requests an hour and client IP without a good credential. */
  anonymousLimit: number;
  /** Requests an hour and client IP to the operations that need no credential. */
  publicLimit: number;
  /** Calls an hour that the portal takes from one person. */
  portalLimit: number;
  /** Days that single requests are kept; the roll-ups stay. */
  requestRetentionDays: number;
  /** Principals kept in memory. */
  credentialCacheSize: number;
  logLevel: string;
  /** Where mail goes out, with its credentials; null: it is written to the log. */
  smtpUrl: string | null;
  mailFrom: string;
  /** CIDR blocks inside the operator's network that webhooks and connectors may call, though they are not public. */
  outgoingAllowedRanges: readonly string[];
  /** Bytes that the files of one organization may take; null: as much as there is. */
  filesQuotaBytes: number | null;
  /** Where files are kept; null: in the data folder. */
  s3: S3Config | null;
  /** URL or file with the public keys of whoever reports leaked secrets in GitHub's format; null: nobody does. */
  secretScanningKeys: string | null;
  /** An OpenFGA server that has to agree before something in a project is opened; null: the tables decide alone. */
  openFga: OpenFgaConfig | null;
};
