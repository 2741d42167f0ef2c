-- Columns by which the readers of a dashboard may narrow down its charts.
ALTER TABLE dashboards ADD COLUMN filters jsonb NOT NULL DEFAULT '[]'
  CHECK (jsonb_typeof(filters) = 'array' AND jsonb_array_length(filters) <= 16);
