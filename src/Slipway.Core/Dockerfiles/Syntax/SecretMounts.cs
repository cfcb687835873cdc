using System.Collections.Immutable;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>
/// Makes an engine tell the values of build secrets apart (<c>RUN --mount=type=secret</c>). What it remembers of a step
/// goes by the id of the mount alone, so a step that saw one value would stand for every other one.
/// </summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#run---mounttypesecret</remarks>
public static class SecretMounts
{
    private const string Folder = "/run/secrets/";

    /// <summary>Gives every secret mount another id, and leaves it where the step looks for it.</summary>
    /// <param name="dockerfile">An expanded Dockerfile, UTF-8.</param>
    /// <param name="idFor">The new id of one: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
    /// <returns>
    /// The Dockerfile, fields added to these mounts and all else as it was: of several ids the last one counts.
    /// </returns>
    /// <remarks>
    /// A mount whose id a variable gives is left alone, and so are <c>ONBUILD</c> instructions,
    /// which run in other builds.
    /// </remarks>
    public static IsolatedSecrets Isolate(ReadOnlyMemory<byte> dockerfile, Func<string, string> idFor)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var added = new HashSet<string>(StringComparer.Ordinal);
        bool unclear = false;
        var content = MountFields.Append(dockerfile, FieldsFor);
        return new IsolatedSecrets(content, ids.ToImmutableDictionary(StringComparer.Ordinal), [.. added], unclear);

        string? FieldsFor(MountFields mount)
        {
            string type = mount.Types.LastOrDefault() ?? string.Empty;
            string identity = IdentityOf(mount);
            if (!type.Equals("secret", StringComparison.OrdinalIgnoreCase) && !HasVariable(type))
            {
                return null;
            }

            if (HasVariable(type) || HasVariable(identity))
            {
                // Its value, which is not known here, decides what is mounted.
                unclear = true;
                return null;
            }

            if (identity.Length == 0)
            {
                return null;
            }

            string id = ids.TryGetValue(identity, out string? known) ? known : ids[identity] = idFor(identity);
            string source = mount.Source is null ? string.Empty : $",source={id}";
            string target =
                string.IsNullOrEmpty(mount.Target) && !mount.HasVariable
                    ? $",target={Folder}{BaseOf(identity)}"
                    : string.Empty;
            string fields = $",id={id}{source}{target}";
            added.Add(fields);
            return fields;
        }
    }

    private static bool HasVariable(string text) => text.Contains('$', StringComparison.Ordinal);

    /// <summary>
    /// The id, for which BuildKit takes a source first and else the last part of the target (dispatchSecret in
    /// frontend/dockerfile/dockerfile2llb/convert_secrets.go); empty when nothing says it.
    /// </summary>
    private static string IdentityOf(MountFields mount) =>
        !string.IsNullOrEmpty(mount.Source) ? mount.Source
        : !string.IsNullOrEmpty(mount.Id) ? mount.Id
        : BaseOf(mount.Target ?? string.Empty);

    private static string BaseOf(string path)
    {
        string trimmed = path.TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }
}

/// <summary>A Dockerfile whose secret mounts have other ids.</summary>
/// <param name="Content">UTF-8 bytes.</param>
/// <param name="Ids">The new id of each that was mounted.</param>
/// <param name="Added">What was put into the text, for whoever shows it as it was.</param>
/// <param name="HasUnclear">Whether there is a mount that may be a secret of any id, because a variable says
/// which.</param>
public sealed record IsolatedSecrets(
    ReadOnlyMemory<byte> Content,
    ImmutableDictionary<string, string> Ids,
    ImmutableHashSet<string> Added,
    bool HasUnclear);
