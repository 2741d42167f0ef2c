import {
  type AuthorizationModel,
  ClientWriteRequestOnDuplicateWrites,
  ClientWriteRequestOnMissingDeletes,
  ConsistencyPreference,
  CredentialsMethod,
  OpenFgaClient,
} from "@openfga/sdk";
import type { OpenFgaConfig } from "../config.ts";
import { type Model, model } from "./model.ts";
import { isOurModel } from "./model-hash.ts";
import type { Tuple } from "./tuple.ts";

/** An OpenFGA server, as far as the product needs one. Every failure is an error without the token or a header. */
export type OpenFga = {
  storeId: string;
  /** The id of our model in the store; written there, unless one is named in the configuration. */
  ensureModel(): Promise<string>;
  /** Whether each of these holds, past every cache of the server. */
  check(modelId: string, questions: readonly Tuple[]): Promise<boolean[]>;
  /** Makes these be there and those not, whatever was before. */
  write(modelId: string, writes: readonly Tuple[], deletes: readonly Tuple[]): Promise<void>;
  /** Every tuple of the store, page by page. */
  readAll(): AsyncGenerator<Tuple[]>;
};

const CHECK_TIMEOUT_MS = 1000;
const WRITE_TIMEOUT_MS = 10_000;
const PAGE = 100;
/** What OpenFGA takes at once: 100 tuples in a write, 50 checks in a batch. */
const WRITES_AT_ONCE = 100;
const CHECKS_AT_ONCE = 50;

type Server = Pick<OpenFgaConfig, "url" | "token">;

const clientOf = ({ url, token }: Server, timeout: number, storeId?: string) =>
  new OpenFgaClient({
    apiUrl: url.replace(/\/+$/, ""),
    storeId,
    ...(token !== null && { credentials: { method: CredentialsMethod.ApiToken, config: { token } } }),
    // A caller is told to come back, and the work behind is tried again by itself.
    retryParams: { maxRetry: 0 },
    // A redirect would carry the token to where nobody sent it.
    baseOptions: { timeout, maxRedirects: 0 },
  });

/** Makes a store on the server and gives its id. */
export const makeStore = (server: Server): Promise<string> =>
  plainly("a new store", async () => (await clientOf(server, WRITE_TIMEOUT_MS).createStore({ name: "gatehouse" })).id);

export function openFga({ storeId, modelId, ...server }: OpenFgaConfig): OpenFga {
  const asking = clientOf(server, CHECK_TIMEOUT_MS, storeId);
  const writing = clientOf(server, WRITE_TIMEOUT_MS, storeId);

  return {
    storeId,
    ensureModel: () =>
      plainly("the model", async () => {
        const found = modelId
          ? (await writing.readAuthorizationModel({ authorizationModelId: modelId })).authorization_model
          : (await writing.readAuthorizationModels({ pageSize: 1 })).authorization_models[0];
        if (found && isOurModel(found as unknown as Model)) return found.id;
        if (modelId) throw new Error(`${modelId} is not the model of this version; leave OPENFGA_MODEL_ID out`);
        const body = model as unknown as Omit<AuthorizationModel, "id">;
        return (await writing.writeAuthorizationModel(body)).authorization_model_id;
      }),
    check: (authorizationModelId, questions) =>
      plainly("a check", async () => {
        const checks = questions.map((question, n) => ({ ...question, correlationId: `q${n}` }));
        const { result } = await asking.batchCheck(
          { checks },
          { authorizationModelId, consistency: ConsistencyPreference.HigherConsistency, maxBatchSize: CHECKS_AT_ONCE },
        );
        return checks.map(({ correlationId }) => {
          const answer = result.find((each) => each.correlationId === correlationId);
          if (!answer || answer.error) throw new Error(answer?.error?.message ?? "no answer to a question");
          return answer.allowed;
        });
      }),
    write: (authorizationModelId, writes, deletes) =>
      plainly("a write", async () => {
        const conflict = {
          onDuplicateWrites: ClientWriteRequestOnDuplicateWrites.Ignore,
          onMissingDeletes: ClientWriteRequestOnMissingDeletes.Ignore,
        };
        for (const part of chunks(writes, WRITES_AT_ONCE))
          await writing.write({ writes: part }, { authorizationModelId, conflict });
        for (const part of chunks(deletes, WRITES_AT_ONCE))
          await writing.write({ deletes: part }, { authorizationModelId, conflict });
      }),
    async *readAll() {
      let continuationToken = "";
      do {
        const page = await plainly("a read", () => writing.read({}, { pageSize: PAGE, continuationToken }));
        yield page.tuples.map(({ key: { user, relation, object } }) => ({ user, relation, object }));
        continuationToken = page.continuation_token;
      } while (continuationToken);
    },
  };
}

/** The SDK's errors hold the whole exchange; what goes on is what happened. */
async function plainly<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`OpenFGA: ${what} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}
