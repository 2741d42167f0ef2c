/** Neighbouring buckets differ by 10 %, so a duration read back from its bucket is at most 4.9 % off. */
export const BUCKET_GROWTH = 1.1;

/** The bucket of a duration in µs: 0 holds up to 1 µs, `n` holds (1.1ⁿ⁻¹, 1.1ⁿ]. The loader does the same in SQL. */
export const bucketOf = (durationUs: number): number =>
  Math.ceil(Math.log(Math.max(durationUs, 1)) / Math.log(BUCKET_GROWTH));

/** The duration in µs that stands for a bucket: the geometric middle of its bounds. */
export const durationUsOf = (bucket: number): number => (bucket <= 0 ? 1 : BUCKET_GROWTH ** (bucket - 0.5));

/** The same in milliseconds to three significant digits, which is more than a bucket can tell. */
export const durationMsOf = (bucket: number): number => Number((durationUsOf(bucket) / 1000).toPrecision(3));
