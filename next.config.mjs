/**
 * Types are checked by `npm run check` with TypeScript 7, so the build does not check them a second time.
 * @type {import("next").NextConfig}
 */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  typescript: { ignoreBuildErrors: true },
  // Native addons and packages that keep connections or worker threads must be loaded by Node itself.
  serverExternalPackages: [
    "@node-rs/argon2",
    "postgres",
    "pino",
    "@aws-sdk/client-s3",
    "apache-arrow",
    "hyparquet-writer",
  ],
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  // What a browser asks for while a page has not named its icon yet.
  redirects: async () => [{ source: "/favicon.ico", destination: "/icon.svg", permanent: true }],
};
