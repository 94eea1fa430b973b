-- Which files the reference tables were last read from, so that unchanged ones are not read again.
create table raw.reference_state (fingerprint varchar);
