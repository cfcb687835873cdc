using Slipway.Trust.Json;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Verification;

/// <summary>Rules 4.4 and 4.5: what the worker of a link signed.</summary>
internal static class SignatureRules
{
    public const string Statement = "public/chain-of-trust.json";
    public const string Signature = "public/chain-of-trust.json.sig";

    /// <summary>Bytes. Workers list every artifact of a task in it, and its whole definition.</summary>
    public const int MaximumSize = 8 << 20;

    public static void Download(ChainVerification chain, ChainLink link)
    {
        // Both are asked for, so that both are wanted when neither is at hand.
        chain.Ask("4.4", link, () => Need(chain, link, Statement));
        Need(chain, link, Signature);
    }

    public static void Verify(ChainVerification chain, ChainLink link)
    {
        var statement = chain.Artifact(link.TaskId, Statement)!;
        var content = statement.Content;
        var signature = chain.Artifact(link.TaskId, Signature)!.Content;
        if (content is not { Length: <= MaximumSize } bytes || signature is not { } signed)
        {
            throw new RuleBrokenException($"{Statement} has more than {MaximumSize} bytes");
        }

        HoldSignature(chain, link, bytes.Span, signed.Span);
        var reading = statement.Json!;
        if (reading.Failure is { } failure)
        {
            throw new RuleBrokenException($"{Statement} is no JSON: {failure}");
        }

        link.Statement = reading;
        if (link.Signed is null)
        {
            throw new RuleBrokenException($"{Statement} is no object");
        }

        if (link.Signed.TextAt("taskId") is not { } speaksOf || speaksOf != link.TaskId)
        {
            throw new RuleBrokenException(
                $"{Statement} speaks of task {link.Signed.TextAt("taskId") ?? "nothing"} instead of this one");
        }
    }

    private static void HoldSignature(
        ChainVerification chain, ChainLink link, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        if (!chain.Policy.Keys.TryGetValue(link.Implementation, out var keys) || keys.IsEmpty)
        {
            throw new RuleBrokenException($"no key is listed for workers of the kind {link.Implementation}");
        }

        foreach (var key in keys)
        {
            if (key.Bytes is null)
            {
                chain.Notes.Add($"The key '{key.Text.Trim()}' of {link.Implementation} is no base64, and matches "
                    + "nothing.");
            }

            try
            {
                if (key.Verifies(content, signature))
                {
                    Allow(chain, link, key);
                    link.Held("4.5", $"signed with the key {key.Text.Trim()} of {link.Implementation}");
                    return;
                }
            }
            catch (FormatException exception)
            {
                throw new RuleBrokenException(exception.Message, exception);
            }
        }

        throw new RuleBrokenException(
            $"no key that is listed for {link.Implementation} signed {Statement} ({keys.Length} are listed)");
    }

    // The time is the Queue's: what a signer says of when it signed proves nothing.
    private static void Allow(ChainVerification chain, ChainLink link, WorkerKey key)
    {
        if (key.IsRevoked)
        {
            string why = $"the key {key.Text.Trim()} signed it, and is revoked";
            link.StillAllowed = key.RevokedOn is { } day ? ContentRules.AllowedSince(chain.Policy, link, day) : [];
            if (link.StillAllowed.IsEmpty || link.IsPlanner)
            {
                throw new RuleBrokenException(why);
            }

            // Rule 7.24 looks whether the archive holds one of these; without that it does not count.
            link.VoidedBy = why;
        }

        var run = link.Document.LatestRun;
        var time = run.TimeAt("resolved") ?? run.TimeAt("started") ?? chain.Documents.Now;
        if ((key.From is not null || key.Until is not null) && (time is null || time < key.From || time > key.Until))
        {
            throw new RuleBrokenException(
                $"the key {key.Text.Trim()} signed it, and did not count at the time of the run");
        }

        link.KeyLevel = key.Level;
        if (key.Level is { } level && PoolLevel.Of(link) is { } own && own > level)
        {
            throw new RuleBrokenException(
                $"the key {key.Text.Trim()} signed it, which speaks for level {level} at most, and it ran at {own}");
        }
    }

    private static void Need(ChainVerification chain, ChainLink link, string name)
    {
        if (chain.Artifact(link.TaskId, name) is null)
        {
            throw new RuleBrokenException($"{name} was not published");
        }
    }
}
