using System.Collections.Immutable;
using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Trust.Allowlists;

namespace Slipway.Trust.Tests.Allowlists;

/// <summary>Allowlists as text.</summary>
internal static class AllowlistCase
{
    public const string Two =
        """
        # Who may be what.
        base:            # the root of everything
          - image-hash: sha256:1111111111111111111111111111111111111111111111111111111111111111
            version: "1.0"
            by: images@example.org
            on: 2026-11-01
            why: the first one   # reviewed in public
            # nothing follows

        # The tools.
        tools:
          - image-hash: sha256:2222222222222222222222222222222222222222222222222222222222222222
            by: ben
            on: 2026-11-02
            why: >
              folded, over
              two lines

        """;

    public static AllowlistEntry Entry(string image = "base", char digit = '3', string why = "a new base") => new()
    {
        Image = ImageName.Parse(image),
        ImageHash = Hash(digit),
        Version = "1.10",
        RepoDigest = RepoDigest.Parse(new string('f', 64)),
        By = "carla@example.org",
        On = new DateOnly(2026, 11, 25),
        Why = why,
    };

    public static ImageHash Hash(char digit) => ImageHash.Parse(new string(digit, 64));

    public static AllowlistDocument Read(string text)
    {
        var problems = new DiagnosticBag();
        var document = AllowlistDocument.Parse(Encoding.UTF8.GetBytes(text), problems);
        Assert.Empty(problems.ToSorted());
        return document;
    }

    public static ImmutableArray<Diagnostic> Problems(string text)
    {
        var problems = new DiagnosticBag();
        AllowlistDocument.Parse(Encoding.UTF8.GetBytes(text), problems);
        return problems.ToSorted();
    }

    public static string Text(AllowlistDocument document) => Encoding.UTF8.GetString(document.Content.Span);
}
