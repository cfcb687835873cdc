using System.Collections.Immutable;
using Slipway.Model.Values;
using Slipway.Tests;
using Slipway.Trust.Keys;
using Slipway.Trust.Statements;

namespace Slipway.Trust.Tests.Statements;

/// <summary>What Slipway signs, and every change of it, is judged alike by another judge.</summary>
public sealed class TwoJudgesCampaign(OtherJudge judge) : IClassFixture<OtherJudge>
{
    // Why Slipway refuses what the other judge reads on with: each is a text that could be two bundles to two readers.
    private static readonly ImmutableArray<string> Stricter =
    [
        "is not in base64", "stands twice", "it is not UTF-8", "stands alone in a text", "certificate beside",
        "is not empty, and cannot be checked", "no object verificationMaterial.publicKey", "byte order mark",
    ];

    [Fact]
    public async Task Every_bundle_that_is_made_is_accepted_by_both()
    {
        int size = Campaign.Size(usual: 200, @long: 5_000);
        var made = Enumerable.Range(0, size).Select(Make).ToArray();

        var theirs = await judge.JudgeAsync(made.Select(one => (one.Bundle.ToBytes(), one.Key.Key, one.Subject)));

        Assert.Equal(size, theirs.Length);
        Assert.All(made, one => Assert.Null(Judge(one.Bundle.ToBytes(), one.Key.Key, one.Subject)));
        Assert.All(theirs, said => Assert.Equal(OtherJudge.Accepted, said));
        Campaign.Report("Two judges, bundles as they are made", $"{size} accepted by both");
    }

    [Fact]
    public async Task Every_change_is_judged_alike_by_both()
    {
        int size = Campaign.Size(usual: 1_500, @long: 10_000);
        var random = new Random(20);
        var bundles = Enumerable.Range(0, 8).Select(Make).ToArray();
        var mutants = Enumerable.Range(0, size).Select(number =>
        {
            var (bundle, key, subject) = bundles[number % bundles.Length];
            // The next but one is of the same algorithm.
            var mutant = new Mutants(random, bundle, key, bundles[(number + 2) % bundles.Length].Bundle).Next();
            return (Mutant: mutant, key.Key, Subject: subject);
        }).ToArray();

        // One process judges all of them.
        var theirs = await judge.JudgeAsync(mutants.Select(one => (one.Mutant.Content, one.Key, one.Subject)));

        Assert.Equal(size, theirs.Length);
        var wrong = new List<string>();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < size; i++)
        {
            var (mutant, key, subject) = mutants[i];
            string? ours = Judge(mutant.Content, key, subject);
            bool isAccepted = theirs[i] == OtherJudge.Accepted;
            string outcome = (ours is null, isAccepted) switch
            {
                (true, true) => "accepted by both",
                (false, false) => "refused by both",
                (false, true) when Stricter.Any(reason => ours!.Contains(reason, StringComparison.Ordinal)) =>
                    "refused by Slipway alone",
                _ => "judged differently",
            };
            bool isOwed = mutant.Owed switch
            {
                Owed.Refused => outcome == "refused by both",
                Owed.Accepted => outcome == "accepted by both",
                Owed.Stricter => ours is not null && outcome != "judged differently",
                _ => outcome != "judged differently",
            };
            string line = $"{mutant.Kind}: {outcome}";
            counts[line] = counts.GetValueOrDefault(line) + 1;
            if (!isOwed)
            {
                wrong.Add($"{mutant.Kind}: ours {ours ?? OtherJudge.Accepted}, theirs {theirs[i]}\n"
                    + $"  {System.Text.Encoding.Latin1.GetString(mutant.Content)}");
            }
        }

        Campaign.Report(
            "Two judges, changed bundles",
            $"{size} judged\n{string.Join('\n', counts.Select(count => $"  {count.Value,6} {count.Key}"))}");
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(10))}");
    }

    /// <returns>Null when it is accepted; else why not.</returns>
    private static string? Judge(byte[] content, VerifyingKey key, Sha256Digest subject) =>
        !BundleReader.TryRead(content, out var bundle, out string? failure) ? failure
        : !bundle.IsSignedBy(key) ? "the signature is not that of the key"
        : !ProvenanceReader.TryRead(bundle.Payload.Span, out var says, out failure) ? failure
        : says.Subjects.Any(one => one.Digest == subject) ? null
        : "it is about something else";

    private static (SigstoreBundle Bundle, SigningKey Key, Sha256Digest Subject) Make(int seed)
    {
        var random = new Random(seed);
        var key = SigningKey.Create(seed % 2 == 0 ? SigningAlgorithm.EcdsaP256 : SigningAlgorithm.Ed25519);
        var says = StatementCase.Says($"image-{seed}", ("base", StatementCase.HashOf($"base {seed}"))) with
        {
            Revision = random.Next(2) == 0 ? null : "ünïcode ☃ \" \\ \u0001 \U0001f6a2 </script>",
            PullRequest = random.Next(3) == 0 ? "17" : null,
            Source = random.Next(2) == 0 ? null : "https://example.org/tree?a=b&c=d",
            Level = Level.From(random.Next(1, 4)),
            Engine = new string('e', random.Next(1, 300)),
            Started = StatementCase.Now.AddSeconds(-random.Next(10_000)),
        };
        return (
            StatementCase.Sign(ProvenanceWriter.Write(says), key),
            key,
            says.Subjects[random.Next(2)].Digest);
    }
}
