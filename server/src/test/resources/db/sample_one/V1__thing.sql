CREATE TABLE sample_one.thing (id int PRIMARY KEY, note text NOT NULL DEFAULT '${kept as it is}');
