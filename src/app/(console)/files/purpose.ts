export const filesPurpose = "Anything that is kept as it came, for keys to download whole or in parts.";
