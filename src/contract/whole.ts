import * as z from "zod";

const inWords = (count: number) => count.toLocaleString("en");

/** A whole number between two, with words for whoever types another one. */
export const whole = (least: number, most: number) =>
  z
    .int({ error: "Enter a whole number." })
    .min(least, `At least ${inWords(least)}.`)
    .max(most, `At most ${inWords(most)}.`);
