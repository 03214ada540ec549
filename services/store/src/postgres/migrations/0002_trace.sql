-- The span that wrote a revision, as a W3C traceparent, where it was traced: whoever follows the log can link to it.
ALTER TABLE change_log ADD COLUMN traceparent TEXT;
