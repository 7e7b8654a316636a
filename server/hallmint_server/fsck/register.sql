-- name: last_number
SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM batch_numbers;
