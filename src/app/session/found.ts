import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";

/** What a page is about; the page for unknown addresses if there is no such thing, or none that the reader may see. */
export async function found<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}
