import { encode } from "uqr";

/** Cells of white around it, which readers need (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code, drawn in black on white in either theme: not every reader takes it the other way round. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 0 });
  const side = size + 2 * QUIET;
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className="w-full max-w-52 rounded-md border bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
