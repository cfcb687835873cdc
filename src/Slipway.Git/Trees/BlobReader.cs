using System.Diagnostics;
using System.Text;
using Slipway.Git.Programs;
using Slipway.Model.Diagnostics;

namespace Slipway.Git.Trees;

/// <summary>
/// Reads blobs as the repository has them, through one <c>git cat-file --batch</c> for as long as it lives.
/// </summary>
/// <remarks>Safe for use from several threads, which take turns.</remarks>
internal sealed class BlobReader(GitProgram git) : IDisposable
{
    private readonly Lock _gate = new();
    private Process? _process;
    private Process? _sizer;

    /// <param name="blob">The blob's id.</param>
    /// <exception cref="SlipwayException">There is no such blob, or git failed.</exception>
    public byte[] Read(string blob)
    {
        lock (_gate)
        {
            try
            {
                _process ??= git.Start(["cat-file", "--batch"]);
                _process.StandardInput.BaseStream.Write(Encoding.ASCII.GetBytes(blob + "\n"));
                _process.StandardInput.BaseStream.Flush();
                return ReadAnswer(_process.StandardOutput.BaseStream, blob);
            }
            catch (IOException)
            {
                Close();
                throw GitProblems.Failed($"cat-file blob {blob}", "it ended in the middle of its answer");
            }
        }
    }

    /// <summary>The bytes of a blob as the repository has it.</summary>
    /// <inheritdoc cref="Read"/>
    public long SizeOf(string blob)
    {
        lock (_gate)
        {
            try
            {
                _sizer ??= git.Start(["cat-file", "--batch-check=%(objectsize)"]);
                _sizer.StandardInput.BaseStream.Write(Encoding.ASCII.GetBytes(blob + "\n"));
                _sizer.StandardInput.BaseStream.Flush();
                string answer = ReadLine(_sizer.StandardOutput.BaseStream);
                return long.TryParse(answer, out long size)
                    ? size
                    : throw GitProblems.Failed("cat-file", $"the object {answer}");
            }
            catch (IOException)
            {
                Close();
                throw GitProblems.Failed($"cat-file --batch-check {blob}", "it ended in the middle of its answer");
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    // https://git-scm.com/docs/git-cat-file#_batch_output: "<id> <type> <size>\n<content>\n", or "<id> missing\n".
    private static byte[] ReadAnswer(Stream output, string blob)
    {
        string head = ReadLine(output);
        string[] words = head.Split(' ');
        if (words is not [_, "blob", var size] || !int.TryParse(size, out int length))
        {
            throw GitProblems.Failed($"cat-file blob {blob}", $"it answered '{head}'");
        }

        byte[] content = GC.AllocateUninitializedArray<byte>(length);
        output.ReadExactly(content);
        return output.ReadByte() == '\n' ? content : throw new EndOfStreamException();
    }

    private static string ReadLine(Stream output)
    {
        var line = new List<byte>(96);
        for (int next = output.ReadByte(); next != '\n'; next = output.ReadByte())
        {
            line.Add(next >= 0 ? (byte)next : throw new EndOfStreamException());
        }

        return Encoding.ASCII.GetString([.. line]);
    }

    private void Close()
    {
        foreach (var process in new[] { _process, _sizer }.OfType<Process>())
        {
            // It ends by itself when its input does.
            process.StandardInput.Close();
            process.Dispose();
        }

        _process = null;
        _sizer = null;
    }
}
