using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds;

/// <summary>Reads variables of the environment as values of a kind, and collects what is wrong with them.</summary>
/// <param name="environment">Variables by name.</param>
internal sealed class VariableReader(IReadOnlyDictionary<string, string> environment)
{
    // What levels there are is zstd's to say.
    private const int MostCompression = 22;

    private readonly ImmutableArray<Diagnostic>.Builder _problems = ImmutableArray.CreateBuilder<Diagnostic>();

    /// <summary>Everything that was wrong so far.</summary>
    public ImmutableArray<Diagnostic> Problems => _problems.ToImmutable();

    /// <summary>The value; null when it is not set, or empty.</summary>
    public string? Find(string name) =>
        environment.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    /// <summary>A value that the task cannot do without.</summary>
    public T? Need<T>(string name, string meaning, Func<string, string, T?> read)
        where T : struct
    {
        if (Find(name) is { } value)
        {
            return read(name, value);
        }

        Miss(name, $"says {meaning}");
        return null;
    }

    public T? Want<T>(string name, Func<string, string, T?> read)
        where T : struct =>
        Find(name) is { } value ? read(name, value) : null;

    /// <param name="name">The variable that is not set.</param>
    /// <param name="role">What it does, as in "names the image".</param>
    public void Miss(string name, string role) => _problems.Add(new Diagnostic(
        TaskBuildCodes.VariableMissing,
        $"{name} is not set, which {role}",
        $"Set {name} in the environment of the task ('slipway decision' and taskgraph do)."));

    public void Refuse(string name, string value, string remedy) => _problems.Add(new Diagnostic(
        TaskBuildCodes.VariableInvalid, $"{name} is '{Display.Text(value)}'", remedy));

    public TaskId? ReadTask(string name, string value)
    {
        if (TaskId.TryParse(value, out var id))
        {
            return id;
        }

        Refuse(name, value, "Give the id of a task: 22 letters, digits, '-' and '_'.");
        return null;
    }

    public RelativePath? ReadPath(string name, string value)
    {
        if (RelativePath.TryParse(value, out var path) && !path.Value.IsRoot)
        {
            return path;
        }

        Refuse(name, value, "Give the path of a file in the build context, such as Dockerfile.");
        return null;
    }

    public ArtifactName? ReadArtifact(string name, string value)
    {
        if (ArtifactName.TryParse(value, out var artifact))
        {
            return artifact;
        }

        Refuse(name, value, "Give the name of an artifact, such as public/docker-contexts/base.tar.gz.");
        return null;
    }

    public InputsDigest? ReadInputsDigest(string name, string value) =>
        ReadHash(name, value) is { } hash ? new InputsDigest(hash) : null;

    public Sha256Digest? ReadHash(string name, string value)
    {
        if (Sha256Digest.TryParse(value, out var hash))
        {
            return hash;
        }

        Refuse(name, value, "Give a SHA-256 value: 64 hexadecimal digits.");
        return null;
    }

    public int? ReadCompression(string name, string value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int level)
            && level is >= 1 and <= MostCompression)
        {
            return level;
        }

        Refuse(name, value, $"Give a level of zstd: 1 to {MostCompression}.");
        return null;
    }

    public int? ReadRun(string name, string value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int run))
        {
            return run;
        }

        Refuse(name, value, "Give the number of the run, from 0 on.");
        return null;
    }

    /// <summary>Takes the members of a JSON object of texts one by one.</summary>
    public void ReadObject(string variable, string form, Action<string, string> add)
    {
        if (Find(variable) is not { } text)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String || member.Name.Length == 0)
                {
                    // The value is not shown: it is somebody's build argument.
                    Refuse(variable, member.Name, $"Give every member a name and a text, as in {form}.");
                    continue;
                }

                add(member.Name, member.Value.GetString()!);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            _problems.Add(
                new Diagnostic(
                    TaskBuildCodes.VariableInvalid,
                    $"{variable} is not a JSON object",
                    $"Give an object of texts, as in {form}."));
        }
    }
}
