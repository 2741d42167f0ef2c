import { operations } from "#rest/operations.ts";
import type { OperationName } from "./operation-select.tsx";

/** The operations of the API as a plain list, for pages to hand to the browser. */
export const operationNames = (): OperationName[] => operations.map(({ id, method, path }) => ({ id, method, path }));
