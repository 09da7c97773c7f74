CREATE INDEX thing_note ON sample_one.thing (note);
