-- Connectors live in projects too: their changes are noted as those of everything else there.
CREATE TRIGGER note_permission_change AFTER INSERT OR DELETE OR UPDATE OF id, org_id, project_id ON connectors
  FOR EACH ROW EXECUTE FUNCTION note_permission_change('id', 'project_id');
