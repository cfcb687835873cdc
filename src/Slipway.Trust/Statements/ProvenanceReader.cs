using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Json;

namespace Slipway.Trust.Statements;

/// <summary>Reads statements that Slipway made.</summary>
public static class ProvenanceReader
{
    /// <param name="payload">The bytes that were signed.</param>
    /// <param name="provenance">What they say; null when they are no such statement.</param>
    /// <param name="failure">Why they are none, in a few words; null when they are one.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> payload,
        [NotNullWhen(true)] out Provenance? provenance,
        [NotNullWhen(false)] out string? failure)
    {
        try
        {
            provenance = Read(payload);
            failure = null;
            return true;
        }
        catch (FormatException exception)
        {
            provenance = null;
            failure = exception.Message;
            return false;
        }
    }

    /// <summary>Whether a bundle holds a statement about something, whoever signed it.</summary>
    public static bool IsAbout(ReadOnlyMemory<byte> bundle, Sha256Digest subject) =>
        BundleReader.TryRead(bundle.Span, out var read, out _)
        && TryRead(read.Payload.Span, out var says, out _)
        && says.SpeaksOf(subject);

    private static Provenance Read(ReadOnlySpan<byte> payload)
    {
        var reading = StrictJson.Read(payload, SigstoreBundle.MaximumSize);
        if (!reading.IsPlain)
        {
            throw new FormatException(reading.Failure ?? reading.Ambiguities[0]);
        }

        var root = reading.Value;
        Hold(root.At("_type"), ProvenanceWords.StatementType, "_type");
        Hold(root.At("predicateType"), ProvenanceWords.PredicateType, "predicateType");
        var definition = root.At("predicate", "buildDefinition");
        Hold(definition.At("buildType"), ProvenanceWords.BuildType, "buildType");
        var parameters = definition.At("externalParameters");
        var run = root.At("predicate", "runDetails");
        var dependencies = Dependencies(definition.At("resolvedDependencies"));
        return new Provenance
        {
            Subjects = Subjects(root.At("subject")),
            Image = ImageName.TryParse(Text(parameters, "image"), out var image)
                ? image
                : throw Bad("externalParameters.image", parameters.At("image")),
            Digest = InputsDigest.TryParse(Text(parameters, "digest"), out var digest)
                ? digest
                : throw Bad("externalParameters.digest", parameters.At("digest")),
            Level = parameters.At("level").Whole() is >= 1 and <= 3 and var level
                ? Level.From((int)level)
                : throw Bad("externalParameters.level", parameters.At("level")),
            PullRequest = Optional(parameters, "pullRequest"),
            Project = Optional(parameters, "project"),
            Revision = Optional(parameters, "revision"),
            Inputs = dependencies.Inputs ?? throw new FormatException("its dependencies have no inputs manifest"),
            Source = dependencies.Source,
            Commit = dependencies.Commit,
            IsChanged = dependencies.IsChanged,
            Parents = dependencies.Parents.ToImmutable(),
            Externals = dependencies.Externals.ToImmutable(),
            Engine = Text(definition.At("internalParameters"), "engine"),
            Builder = Text(run.At("builder"), "id"),
            Build = BuildId.TryParse(Text(run.At("metadata"), "invocationId"), out var build)
                ? build
                : throw Bad("invocationId", run.At("metadata", "invocationId")),
            Started = Moment(run.At("metadata"), "startedOn"),
            Finished = Moment(run.At("metadata"), "finishedOn"),
        };
    }

    private static ImmutableArray<StatementSubject> Subjects(JsonNode? list) => list is JsonArray { Count: > 0 } items
        ? [.. items.Select(item => new StatementSubject(Text(item, "name"), Sha256(item, "a subject")))]
        : throw new FormatException("it has no subject");

    private static ReadDependencies Dependencies(JsonNode? list)
    {
        var read = new ReadDependencies();
        foreach (var item in list as JsonArray ?? throw new FormatException("it has no resolvedDependencies"))
        {
            read.Add(Text(item, "uri"), item);
        }

        return read;
    }

    private static void Hold(JsonNode? value, string wanted, string what)
    {
        if (value.Text() != wanted)
        {
            throw new FormatException($"its {what} is {value.Short()} instead of {wanted}");
        }
    }

    private static string Text(JsonNode? of, string name) =>
        of.TextAt(name) is { Length: > 0 } text ? text : throw Bad(name, of.At(name));

    private static string? Optional(JsonNode? of, string name) => of.Has(name) ? Text(of, name) : null;

    private static Sha256Digest Sha256(JsonNode? of, string what) =>
        of.TextAt("digest", ProvenanceWords.Sha256) is { } text
        && Sha256Digest.TryParseOci(Sha256Digest.OciPrefix + text, out var digest)
            ? digest
            : throw new FormatException($"the SHA-256 of {what} is {of.At("digest").Short()}");

    private static DateTimeOffset Moment(JsonNode? of, string name) => DateTimeOffset.TryParse(
        Text(of, name),
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var moment)
            ? moment
            : throw Bad(name, of.At(name));

    private static FormatException Bad(string name, JsonNode? value) => new($"its {name} is {value.Short()}");

    private sealed class ReadDependencies
    {
        public Sha256Digest? Inputs { get; private set; }

        public string? Source { get; private set; }

        public string? Commit { get; private set; }

        public bool IsChanged { get; private set; }

        public ImmutableSortedDictionary<string, ImageHash>.Builder Parents { get; } =
            Provenance.NoImages.ToBuilder();

        public ImmutableSortedDictionary<string, ImageHash>.Builder Externals { get; } =
            Provenance.NoImages.ToBuilder();

        // A dependency of a kind that is not known might be one that has to be checked.
        public void Add(string address, JsonNode? item)
        {
            if (address.StartsWith(ProvenanceWords.InputsAddress, StringComparison.Ordinal) && Inputs is null)
            {
                Inputs = Sha256(item, "the inputs manifest");
            }
            else if (address.StartsWith(ProvenanceWords.SourceAddress, StringComparison.Ordinal) && Source is null)
            {
                Source = address[ProvenanceWords.SourceAddress.Length..];
                Commit = item.TextAt("digest", ProvenanceWords.Commit);
                IsChanged = item.At(ProvenanceWords.Annotations, ProvenanceWords.Changed) is { } changed
                    && !(changed is JsonValue value && value.TryGetValue(out bool isChanged) && !isChanged);
            }
            else if (!AddImage(Parents, ProvenanceWords.ParentAddress, address, item)
                && !AddImage(Externals, ProvenanceWords.ExternalAddress, address, item))
            {
                throw new FormatException(
                    $"its dependency {Display.Text(address)} is of no known kind, or is there twice");
            }
        }

        private static bool AddImage(
            ImmutableSortedDictionary<string, ImageHash>.Builder images,
            string prefix,
            string address,
            JsonNode? item) =>
            address.StartsWith(prefix, StringComparison.Ordinal)
            && images.TryAdd(address[prefix.Length..], new ImageHash(Sha256(item, address)));
    }
}
