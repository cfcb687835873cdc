using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Reads inputs manifests. Strict: a member that is missing, unknown or of another type is an error.</summary>
internal static class ManifestParser
{
    public static BuildInputs Parse(ReadOnlySpan<byte> manifest)
    {
        try
        {
            var reader = new Utf8JsonReader(manifest);
            var inputs = ReadManifest(ref reader);
            return reader.Read() ? throw new JsonException("text after its end") : inputs;
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    ManifestCodes.ManifestInvalid,
                    $"The stored inputs are no manifest of the schema {InputsManifest.Schema}: "
                    + $"{Display.Text(problem.Message)}",
                    "A newer Slipway may have written them: update this one. `slipway fsck` checks the store."),
                problem);
        }
    }

    private static BuildInputs ReadManifest(ref Utf8JsonReader reader)
    {
        ImmutableSortedDictionary<string, string>? args = null;
        string? cacheBuster = null;
        string dockerfile = BuildContext.DockerfilePath;
        ImmutableArray<ManifestFile>? files = null;
        ImmutableArray<ManifestParent>? parents = null;
        string? platform = null;
        string? schema = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextMember(ref reader) is { } name)
        {
            switch (name)
            {
                case "args":
                    args = ReadArgs(ref reader);
                    break;
                case "cacheBuster":
                    cacheBuster = ReadText(ref reader);
                    break;
                case "dockerfile":
                    dockerfile = ReadText(ref reader);
                    break;
                case "files":
                    files = ReadFiles(ref reader);
                    break;
                case "parents":
                    parents = ReadParents(ref reader);
                    break;
                case "platform":
                    platform = ReadText(ref reader);
                    break;
                case "schema":
                    schema = ReadText(ref reader);
                    break;
                default:
                    throw new JsonException($"'{name}' is not known");
            }
        }

        return new BuildInputs
        {
            Args = Present(args, nameof(args)),
            CacheBuster = Present(cacheBuster, nameof(cacheBuster)),
            Dockerfile = dockerfile,
            Files = files ?? throw new JsonException("there are no files"),
            Parents = parents ?? throw new JsonException("there are no parents"),
            Platform = schema == InputsManifest.Schema
                ? Present(platform, nameof(platform))
                : throw new JsonException($"the schema is '{schema}'"),
        };
    }

    private static ImmutableSortedDictionary<string, string> ReadArgs(ref Utf8JsonReader reader)
    {
        var args = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextMember(ref reader) is { } name)
        {
            args[name] = ReadText(ref reader);
        }

        return args.ToImmutable();
    }

    private static ImmutableArray<ManifestFile> ReadFiles(ref Utf8JsonReader reader)
    {
        var files = ImmutableArray.CreateBuilder<ManifestFile>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (NextElement(ref reader))
        {
            string? mode = null, path = null, target = null;
            Sha256Digest? sha256 = null;
            long? size = null;
            while (NextMember(ref reader) is { } name)
            {
                switch (name)
                {
                    case "mode":
                        mode = ReadText(ref reader);
                        break;
                    case "path":
                        path = ReadText(ref reader);
                        break;
                    case "sha256":
                        sha256 = Sha256Digest.Parse(ReadText(ref reader));
                        break;
                    case "size":
                        Expect(ref reader, JsonTokenType.Number);
                        size = reader.GetInt64();
                        break;
                    case "target":
                        target = ReadText(ref reader);
                        break;
                    default:
                        throw new JsonException($"'{name}' of a file is not known");
                }
            }

            if (target is null ? sha256 is null || size is null : sha256 is not null || size is not null)
            {
                throw new JsonException("a file is neither a file nor a link");
            }

            files.Add(new ManifestFile(Present(path, nameof(path)), Present(mode, nameof(mode)), sha256, size, target));
        }

        return files.DrainToImmutable();
    }

    private static ImmutableArray<ManifestParent> ReadParents(ref Utf8JsonReader reader)
    {
        var parents = ImmutableArray.CreateBuilder<ManifestParent>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (NextElement(ref reader))
        {
            string? parent = null;
            InputsDigest? digest = null;
            while (NextMember(ref reader) is { } name)
            {
                _ = name switch
                {
                    "digest" => (object)(digest = InputsDigest.Parse(ReadText(ref reader))),
                    "ref" => parent = ReadText(ref reader),
                    _ => throw new JsonException($"'{name}' of a parent is not known"),
                };
            }

            parents.Add(new ManifestParent(
                Present(parent, "ref"), digest ?? throw new JsonException("a parent has no digest")));
        }

        return parents.DrainToImmutable();
    }

    private static T Present<T>(T? value, string name)
        where T : class =>
        value ?? throw new JsonException($"there is no '{name}'");

    /// <summary>The name of an object's next member; null at its end.</summary>
    private static string? NextMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? null
            : reader.TokenType == JsonTokenType.PropertyName ? reader.GetString()
            : throw new JsonException("an object is expected");
    }

    /// <summary>Whether another object follows in an array.</summary>
    private static bool NextElement(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject
            || (reader.TokenType == JsonTokenType.EndArray ? false : throw new JsonException("an object is expected"));
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException($"a {type} is expected");
        }
    }
}
