import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "better-auth", "@better-auth/api-key"],
  turbopack: { root: fileURLToPath(new URL("../..", import.meta.url)) },
};
