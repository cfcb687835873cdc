using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Trust.Policies;

/// <summary>The file <c>trust/policy.yml</c>: whom to trust, and who allowed which image.</summary>
/// <param name="Policy">What the verifier goes by.</param>
/// <param name="Images">Who allowed which image, when and why.</param>
public sealed record PolicyDocument(ChainPolicy Policy, ImmutableArray<AllowedImage> Images)
{
    /// <summary>Where it lies below the root.</summary>
    public static readonly RelativePath File = RelativePath.Parse("trust/policy.yml");

    /// <summary>Bytes; far more than any policy needs.</summary>
    public const int MaximumSize = 1024 * 1024;

    /// <summary>Where it is said what is done at a level.</summary>
    internal ImmutableDictionary<Level, SourceLocation> LevelPlaces { get; init; } =
        ImmutableDictionary<Level, SourceLocation>.Empty;

    /// <summary>
    /// The levels at which what is required cannot be had, because no key that is listed speaks for them.
    /// </summary>
    /// <param name="now">When it is asked: a key that is over today may have counted yesterday.</param>
    public IEnumerable<Diagnostic> FindHopeless(DateTimeOffset now) => HopelessLevels.Find(this, now);

    /// <summary>Reads the bytes of a policy.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="problems">Gets everything that is wrong, with line and column.</param>
    /// <returns>Null when something is wrong with it.</returns>
    public static PolicyDocument? Parse(ReadOnlyMemory<byte> content, string file, DiagnosticBag problems)
    {
        if (YamlText.Decode(content.Span, file, MaximumSize, problems) is not { } text
            || !YamlTreeReader.TryRead(text, file, problems, out var root)
            || problems.HasErrors)
        {
            return null;
        }

        if (root is not YamlMap map)
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.WrongType,
                $"{file} holds no policy",
                "Write a mapping: 'slipway trust import' makes one of the settings of another verifier.",
                new SourceLocation(file, 1, 1)));
            return null;
        }

        var draft = new PolicyDraft();
        var values = new ConfigValues(problems);
        values.ReadKeys(map, file, PolicyKeys.Top, draft);
        string[] written = [.. map.Entries.Select(entry => entry.Key.Text)];
        // A project whose images no tasks build needs nothing but those who sign their statements.
        bool isOfTasks = !written.Contains(PolicyKeys.OfStatements) || PolicyKeys.Needed.Any(written.Contains);
        foreach (string missing in isOfTasks ? PolicyKeys.Needed.Except(written) : [])
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"{file} has no '{missing}'",
                $"Write {string.Join(", ", PolicyKeys.Needed)} into every policy about tasks.",
                map.Location);
        }

        if (values.ProblemCount > 0)
        {
            return null;
        }

        if (draft.Policy.Enforced.ContainsValue(Enforcement.Require)
            && draft.Policy.Keys.IsEmpty
            && draft.Policy.Signers.IsEmpty)
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"{file} requires what nothing can satisfy: it lists neither keys nor signers",
                "List the keys of workers below 'keys', or those who sign below 'signers'; 'slipway trust keygen' "
                    + "makes one.",
                map.Location);
        }

        foreach (var (scope, list) in draft.Policy.RestrictedScopes.Where(
            entry => !draft.Policy.RestrictedTrees.ContainsKey(entry.Value)))
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"The scope {scope} names the list '{list}', and 'trees' has none of that name",
                "Write the list below 'trees'.",
                draft.ScopePlaces[scope]);
        }

        foreach (string half in RevokedKeys.OnlySomewhere(draft.Policy))
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"The key {half} is revoked in one place of {file}, and counts in another",
                "Write 'revoked' wherever the key stands: who has it can sign as any of them.",
                map.Location);
        }

        // A type with an empty list may run none, and one without a list any.
        var hashes = draft.ImageTypes.ToImmutableDictionary(
            type => type,
            type => draft.Images.Where(image => image.Of == type)
                .Select(image => image.ImageHash.ToOciString())
                .ToImmutableHashSet());
        return values.ProblemCount > 0
            ? null
            : new PolicyDocument(draft.Policy with { ImageHashes = hashes }, [.. draft.Images])
            {
                LevelPlaces = draft.LevelPlaces.ToImmutableDictionary(),
            };
    }
}
