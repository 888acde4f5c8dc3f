-- KB-233 (Lea): the landing page writes into a view
CREATE VIEW marketing.subscriptions AS
SELECT email, source FROM marketing.newsletter_subscriptions;

CREATE RULE subscribe AS ON INSERT TO marketing.subscriptions DO INSTEAD
    INSERT INTO marketing.newsletter_subscriptions (email, token, source)
    VALUES (NEW.email, '00000000-0000-0000-0000-000000000000', NEW.source);
