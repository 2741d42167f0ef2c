import { type Logger, pino } from "pino";

export type { Logger };

/** Structured logs on standard output. Whatever could hold a credential is cut out before it is written. */
export function makeLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "authorization",
        "cookie",
        "password",
        "api_key",
        "token",
        "secret",
        "*.authorization",
        "*.cookie",
        "*.password",
        "*.api_key",
        "*.token",
        "*.secret",
      ],
      censor: "[redacted]",
    },
  });
}
