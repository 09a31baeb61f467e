-- A letter and its accents are one character where there is one (NFC), as titles and names are stored from now on: a search
-- finds them however they were typed.
UPDATE contents SET title = normalize(title, NFC) WHERE title IS NOT NFC NORMALIZED;
UPDATE creator_profiles SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED;
