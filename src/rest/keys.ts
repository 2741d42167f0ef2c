import { createKey } from "#domain/keys/create-key.ts";
import { disableKey } from "#domain/keys/disable-key.ts";
import { enableKey } from "#domain/keys/enable-key.ts";
import { finishRotation } from "#domain/keys/finish-rotation.ts";
import { getKey } from "#domain/keys/get-key.ts";
import { listKeys } from "#domain/keys/list-keys.ts";
import { readRotation } from "#domain/keys/read-rotation.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { rotateKey } from "#domain/keys/rotate-key.ts";
import { updateKey } from "#domain/keys/update-key.ts";
import { readKeyUsage } from "#domain/usage/read-key-usage.ts";
import { operation } from "./operation.ts";

const tag = "API keys";

export const keyOperations = [
  operation({ id: "listApiKeys", method: "GET", path: "/api-keys", tag, summary: "List API keys", verb: listKeys }),
  operation({
    id: "createApiKey",
    method: "POST",
    path: "/api-keys",
    tag,
    summary: "Create an API key",
    description: "The answer holds the secret in api_key. It is shown this once and stored only as a hash.",
    status: 201,
    verb: createKey,
    etag: true,
  }),
  operation({
    id: "getApiKey",
    method: "GET",
    path: "/api-keys/{id}",
    tag,
    summary: "Get an API key",
    verb: getKey,
    etag: true,
  }),
  operation({
    id: "updateApiKey",
    method: "PATCH",
    path: "/api-keys/{id}",
    tag,
    summary: "Rename, narrow or re-bind an API key",
    verb: updateKey,
    etag: true,
  }),
  operation({
    id: "revokeApiKey",
    method: "DELETE",
    path: "/api-keys/{id}",
    tag,
    summary: "Revoke an API key for good",
    verb: revokeKey,
    etag: true,
  }),
  operation({
    id: "rotateApiKey",
    method: "POST",
    path: "/api-keys/{id}/rotate",
    tag,
    summary: "Give an API key a new secret",
    description: "The former secret goes on working for overlap_seconds. The id and the history stay.",
    verb: rotateKey,
    etag: true,
  }),
  operation({
    id: "getApiKeyRotation",
    method: "GET",
    path: "/api-keys/{id}/rotation",
    tag,
    summary: "Who still calls with the former secret",
    description: "After a rotation: each caller, whether it has changed, and whether the former secret can be ended.",
    verb: readRotation,
  }),
  operation({
    id: "finishApiKeyRotation",
    method: "POST",
    path: "/api-keys/{id}/finish-rotation",
    tag,
    summary: "End the former secret of an API key now",
    verb: finishRotation,
    etag: true,
  }),
  operation({
    id: "disableApiKey",
    method: "POST",
    path: "/api-keys/{id}/disable",
    tag,
    summary: "Switch an API key off",
    verb: disableKey,
    etag: true,
  }),
  operation({
    id: "enableApiKey",
    method: "POST",
    path: "/api-keys/{id}/enable",
    tag,
    summary: "Switch an API key on again",
    verb: enableKey,
    etag: true,
  }),
  operation({
    id: "getApiKeyUsage",
    method: "GET",
    path: "/api-keys/{id}/usage",
    tag,
    summary: "Usage of one API key",
    verb: readKeyUsage,
  }),
];
