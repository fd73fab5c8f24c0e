@echo off
rem Starts the command line of sam4j; builds it first where that has not been done.
rem SAM4J_JAVA_OPTS: more options for Java, such as -Xmx8g.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "DIST=%ROOT%cli\target\sam4j"

set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
if not exist "%DIST%" mkdir "%DIST%"
rem By way of a file, since a path with spaces or parentheses is not safe inside a command of "for".
"%JAVA%" -version 2> "%DIST%\java.version"
set "VERSION="
for /f "usebackq tokens=2,3" %%u in ("%DIST%\java.version") do if "%%~u"=="version" if not defined VERSION set "VERSION=%%~v"
if not defined VERSION (
  echo sam4j: Java 17 or newer is needed, and none was found; install one, or set JAVA_HOME 1>&2
  exit /b 1
)
set "FEATURE=0"
for /f "tokens=1,2 delims=.-+" %%a in ("%VERSION%") do (
  set "FEATURE=%%a"
  if "%%a"=="1" set "FEATURE=%%b"
)
if %FEATURE% LSS 17 (
  echo sam4j: Java 17 or newer is needed, found %VERSION% 1>&2
  exit /b 1
)

rem Other poms than those of the build ask for a new build.
type nul > "%DIST%\poms.now"
if exist "%ROOT%pom.xml" type "%ROOT%pom.xml" >> "%DIST%\poms.now"
for /d %%d in ("%ROOT%*") do if exist "%%~d\pom.xml" type "%%~d\pom.xml" >> "%DIST%\poms.now"
set "BUILD="
if not exist "%DIST%\poms.built" set "BUILD=1"
if not defined BUILD fc /b "%DIST%\poms.now" "%DIST%\poms.built" >nul 2>&1 || set "BUILD=1"
if defined BUILD call :build || exit /b 1

rem Environment variables of the native libraries (OMP_..., OPENBLAS_...) would be set here.

set "NATIVE="
if %FEATURE% GEQ 22 set "NATIVE=--enable-native-access=ALL-UNNAMED"
"%JAVA%" -Xshare:auto -XX:+UseSerialGC -XX:MaxRAMPercentage=50 -Djava.awt.headless=true --add-modules jdk.incubator.vector %SAM4J_JAVA_OPTS% %NATIVE% -cp "%DIST%\lib\*" io.github.sam4j.examples.Main %*
exit /b %ERRORLEVEL%

:build
echo sam4j: building (once; this takes a minute or two) ... 1>&2
if exist "%DIST%\lib" rmdir /s /q "%DIST%\lib"
rem A batch file that is found on the path must not be called in quotes: it would not find itself.
rem A Maven that is here and new enough has nothing to download; the wrapper fetches one.
set "MVN="
mvn -v 2>nul | findstr /r /c:"Apache Maven 3\.[89]\." /c:"Apache Maven 3\.[1-9][0-9]" /c:"Apache Maven [4-9]\." >nul && set "MVN=mvn"
if not defined MVN if exist "%ROOT%mvnw.cmd" set MVN="%ROOT%mvnw.cmd"
if not defined MVN set "MVN=mvn"
pushd "%ROOT%"
call %MVN% -q -B -Dstyle.color=never -DskipTests -Dspotless.check.skip=true -pl cli -am package 1>&2
set "FAILED=%ERRORLEVEL%"
popd
if not "%FAILED%"=="0" (
  echo sam4j: the build failed; Maven, mvn, is needed 1>&2
  exit /b 1
)
move /y "%DIST%\poms.now" "%DIST%\poms.built" >nul
exit /b 0
