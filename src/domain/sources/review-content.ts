import { ContentReview, ReviewContentInput } from "#contract/source.ts";
import { planLoad } from "#core/importing/plan-load.ts";
import { requireUnlimited } from "#core/policies/require-unlimited.ts";
import { requireEditor } from "#core/projects/project-role.ts";
import { findSource } from "#core/reading/find-source.ts";
import { query } from "#core/verb.ts";
import { findUpload } from "./find-upload.ts";

/** What would become of a source if an uploaded file replaced its rows; nothing is changed. */
export const reviewContent = query(
  { name: "sources.review_content", scope: "data:write", input: ReviewContentInput, output: ContentReview },
  async (ctx, { id, upload_id, columns: asked = [] }) => {
    const { db, principal } = ctx;
    const { source } = await findSource(db, principal, id);
    await requireEditor(db, principal, source.projectId);
    await requireUnlimited(db, principal, id, "Changing its rows would change what it limits.");
    const { detected } = await findUpload(ctx, upload_id);
    const { columns, differences } = planLoad(detected, source, asked);
    return {
      differences: source.status === "failed" ? [] : differences,
      columns: columns.map(({ name, type, nullable, description }) => ({ name, type, nullable, description })),
      rows_before: source.rowCount,
      rows_after: detected.row_count,
    };
  },
);
