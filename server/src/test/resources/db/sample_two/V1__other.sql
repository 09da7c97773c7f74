CREATE TABLE sample_two.other (thing_id int REFERENCES sample_one.thing);
