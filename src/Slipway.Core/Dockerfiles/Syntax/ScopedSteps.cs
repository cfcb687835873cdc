using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>
/// Keeps what BuildKit remembers of the steps of one scope apart from what it remembers of another's, although it has
/// one memory for all.
/// </summary>
/// <remarks>
/// BuildKit finds a step again by everything that its instruction says, the ids of its secret mounts among it, and by
/// the steps before it (solver/llbsolver/ops/exec.go, CacheMap). So each <c>RUN</c> gets a mount of a secret that
/// nobody hands over, which changes nothing of the step, under an id that only its scope can have. A file that is
/// copied is found again by its content also, which leaves its time open; behind a step of the scope that finds only
/// what the scope copied, and before one the builder's memory is not used.
/// </remarks>
public static class ScopedSteps
{
    /// <param name="dockerfile">An expanded Dockerfile, UTF-8, without frontend.</param>
    /// <param name="id">Letters and digits that nobody can guess.</param>
    /// <returns>The same steps, kept apart; null when there is one that this cannot keep apart.</returns>
    public static ScopedDockerfile? Separate(ReadOnlyMemory<byte> dockerfile, string id)
    {
        string text = Encoding.UTF8.GetString(dockerfile.Span);
        var (instructions, escape, frontend) = InstructionScanner.Scan(text);
        if (frontend is not null)
        {
            return null;
        }

        string flag = $"--mount=type=secret,id={id},target=/run/{id} ";
        var result = new StringBuilder(text.Length + 1024);
        var scopedStages = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? stage = null;
        bool isScoped = false;
        int copied = 0;
        foreach (var instruction in instructions)
        {
            switch (instruction.Keyword)
            {
                case "FROM":
                    (isScoped, stage) = ReadFrom(instruction, escape, scopedStages);
                    break;
                case "COPY" or "ADD" when !isScoped:
                    return null;
                case "RUN":
                    if (instruction.ArgumentsStart >= instruction.Text.Length)
                    {
                        return null;
                    }

                    int place = instruction.Line.SourceOf(instruction.ArgumentsStart);
                    result.Append(text, copied, place - copied).Append(flag);
                    copied = place;
                    isScoped = true;
                    break;
            }

            if (isScoped && stage is not null)
            {
                scopedStages.Add(stage);
            }
        }

        return new ScopedDockerfile(
            Encoding.UTF8.GetBytes(result.Append(text, copied, text.Length - copied).ToString()), flag);
    }

    /// <summary>Whether the base is a stage in which a step was run, and the name of this one.</summary>
    private static (bool IsScoped, string? Stage) ReadFrom(
        Instruction from, char escape, HashSet<string> scopedStages)
    {
        string[] words = from.Text[BuilderFlag.Read(from, escape).Remainder..]
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string? stage = words is [_, var word, var name] && word.Equals("AS", StringComparison.OrdinalIgnoreCase)
            ? name
            : null;
        bool isScoped = words.Length > 0 && scopedStages.Contains(words[0]);
        if (stage is not null && !isScoped)
        {
            // A name that is given twice means the later stage.
            scopedStages.Remove(stage);
        }

        return (isScoped, stage);
    }
}

/// <summary>A Dockerfile whose steps are of one scope.</summary>
/// <param name="Content">UTF-8 bytes.</param>
/// <param name="Added">What was put into the text, for whoever shows it as it was.</param>
public sealed record ScopedDockerfile(ReadOnlyMemory<byte> Content, string Added);
